import { manifest } from "../../provider/package";
import { programOf, type TemplateName, TEMPLATES } from "./templates";

/** What a new project is to be. */
export interface Project {
  /** The name that Pulumi knows it by. */
  name: string;
  template: TemplateName;
  /** What npm is to install as this package: a version or a file. */
  source: string;
}

/** A name that Pulumi takes, from that of a folder. */
export function projectName(folder: string): string {
  const name = folder.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
  return name.slice(0, 100) || "network";
}

/** The files of a project, by name. */
export function filesOf(project: Project): Record<string, string> {
  return {
    "Pulumi.yaml": pulumiYaml(project),
    "package.json": json(packageJson(project)),
    "tsconfig.json": json(TSCONFIG),
    "index.ts": programOf(project.template),
    "README.md": readme(project),
    ".gitignore": "node_modules/\n.pulumi/\n",
  };
}

/** `refresh: always` sees what changed behind Pulumi's back; with this backend the state lies in the project's folder. */
function pulumiYaml({ name }: Project): string {
  return `name: ${JSON.stringify(name)}
description: A network of Linux containers
runtime: nodejs
options:
  refresh: always
backend:
  url: file://.?metadata=skip
`;
}

function packageJson({ source }: Project): object {
  const { dependencies = {}, devDependencies = {} } = manifest();
  return {
    private: true,
    main: "index.ts",
    dependencies: { "@pulumi/pulumi": dependencies["@pulumi/pulumi"], "pulumi-linuxnet": source },
    devDependencies: { typescript: devDependencies.typescript },
  };
}

const TSCONFIG = {
  compilerOptions: {
    target: "ES2022",
    module: "node16",
    moduleResolution: "node16",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  },
  files: ["index.ts"],
};

function readme({ name, template }: Project): string {
  const { container } = TEMPLATES[template];
  return `# ${name}

A network of Linux containers: \`index.ts\` declares it, and Pulumi makes it so.

    npm install
    npx linuxnet lab --wan                # a shell in a network of its own, also without root
    export PULUMI_CONFIG_PASSPHRASE=      # the state holds no secret
    pulumi stack init dev                 # once
    pulumi up
    npx linuxnet explain ${container} 8.8.8.8
    pulumi destroy
`;
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
