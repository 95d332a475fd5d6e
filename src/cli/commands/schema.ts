import { Argument, type Command } from 'commander';
import { jsonSchemaOf, schemaKinds, type SchemaKind } from '../json-schemas.ts';
import type { Cli } from '../cli.ts';

/** `authz-drill schema`: the JSON Schema of a file, for editors and other programs. */
export function addSchema(program: Command, cli: Cli): void {
  program
    .command('schema')
    .description('print the JSON Schema (draft-07) of a kind of file')
    .addArgument(new Argument('<kind>', 'which').choices(schemaKinds))
    .action((kind: SchemaKind) => cli.streams.out(JSON.stringify(jsonSchemaOf(kind), null, 2)));
}
