import ts from "typescript";

/** The types of this package's sources, as TypeScript reads them. */
export class Sources {
  private readonly program: ts.Program;
  readonly checker: ts.TypeChecker;

  constructor(files: readonly string[]) {
    const config = ts.readConfigFile("tsconfig.json", (path) => ts.sys.readFile(path));
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ".");
    this.program = ts.createProgram(files, options);
    this.checker = this.program.getTypeChecker();
  }

  /** What a file exports, by name, in the order of its lines. */
  exportsOf(file: string): Map<string, ts.Symbol> {
    const source = this.program.getSourceFile(file);
    const module = source && this.checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${file}: expected a module`);
    const all = this.checker.getExportsOfModule(module).map((symbol) => this.meant(symbol));
    return new Map(all.map((symbol) => [symbol.name, symbol]));
  }

  /** The symbol itself, where one file exports another's. */
  meant(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** The properties of an interface or a class, inherited ones too. */
  propertiesOf(symbol: ts.Symbol): ts.Symbol[] {
    return this.checker.getPropertiesOfType(this.checker.getDeclaredTypeOfSymbol(symbol));
  }

  /** The properties that a class declares itself. */
  ownPropertiesOf(symbol: ts.Symbol): ts.Symbol[] {
    return [...(symbol.members?.values() ?? [])].filter(({ flags }) => flags & ts.SymbolFlags.Property);
  }

  /** The symbol that a type is named by in the sources. */
  named(node: ts.TypeReferenceNode): ts.Symbol {
    const symbol = this.checker.getSymbolAtLocation(node.typeName);
    if (!symbol) throw new Error(`${node.getText()}: a type that is not known`);
    return this.meant(symbol);
  }
}

/** The type that a property is declared with. */
export function declaredType(property: ts.Symbol): ts.TypeNode {
  const [declaration] = property.declarations ?? [];
  const type =
    declaration && (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration))
      ? declaration.type
      : undefined;
  if (!type) throw new Error(`${property.name}: expected a property with a type`);
  return type;
}

export function mayBeUndefined(property: ts.Symbol): boolean {
  return isOptional(property) || /\bundefined\b/.test(declaredType(property).getText());
}

export function isOptional(property: ts.Symbol): boolean {
  return (property.flags & ts.SymbolFlags.Optional) !== 0;
}
