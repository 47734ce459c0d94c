/** How a message marks a secret, which is its `value` (sdk/go/common/resource/properties.go in pulumi/pulumi). */
export const MARK = "4dabf18193072939515e22adb298388d";

/** What the mark of a secret says. */
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
