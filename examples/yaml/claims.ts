export { claims } from "../05-port-forward/claims";
