import { Sentence } from '#components/ui/sentence.tsx';
import type {
  ApiCall,
  ApiDocument,
  ApiParameter,
  ApiResponse,
} from '#lib/api/openapi/document-types.ts';
import { CodeBlock } from './code-block.tsx';
import { describeFields, describeRules, examplesOf, typeOf } from './describe-field.ts';
import { ExampleTabs } from './example-tabs.tsx';
import { FieldTable } from './field-table.tsx';
import { requestExample } from './request-example.ts';

type ApiCallSectionProps = {
  document: ApiDocument;
  origin: string;
  path: string;
  method: string;
  call: ApiCall;
};

/** One call: what it does, what it takes, how it is made, what it answers. */
export function ApiCallSection({ document, origin, path, method, call }: ApiCallSectionProps) {
  const { operationId, summary, description, security, requestBody, responses } = call;
  const json = requestBody?.content['application/json'];
  const schema = json?.schema.$ref
    ? document.components.schemas[json.schema.$ref.split('/').at(-1) ?? '']
    : json?.schema;
  // What every call takes stands in the guide, once.
  const parameters = parametersOf(document, call).filter((one) => one.in !== 'header');
  const [status = '', answer] = Object.entries(responses)[0] ?? [];
  const shown = answer && 'content' in answer ? answer.content?.['application/json'] : undefined;
  const verb = method.toUpperCase();
  const example = requestExample({ method: verb, url: `${origin}/v2${path}`, body: json?.example });
  const scope = security?.[0]?.apiKey?.[0];
  return (
    <section aria-labelledby={operationId} className="grid min-w-0 gap-3 border-t pt-6">
      <h3 id={operationId} className="scroll-mt-16 text-lg font-semibold">
        {summary}
      </h3>
      <p className="flex flex-wrap items-baseline gap-x-2 font-mono text-xs">
        <span className="font-semibold">{verb}</span>
        <span className="break-all">/v2{path}</span>
        {scope && <span className="text-muted-foreground">scope {scope}</span>}
      </p>
      {description && (
        <p className="max-w-prose">
          <Sentence text={description} />
        </p>
      )}
      {parameters.length > 0 && (
        <FieldTable rows={parameters.map(toRow)} label={`Parameters of ${verb} ${path}`} />
      )}
      {schema && (
        <>
          <FieldTable rows={describeFields(schema)} label={`Fields of ${verb} ${path}`} />
          {describeRules(schema).map((rule) => (
            <p key={rule} className="text-sm">
              <Sentence text={rule} />
            </p>
          ))}
        </>
      )}
      <ExampleTabs example={example} label={`${verb} ${path}`} />
      <Answers document={document} responses={responses} />
      {shown?.example !== undefined && (
        <CodeBlock
          code={JSON.stringify(shown.example, null, 2)}
          label={`Answer ${status} of ${verb} ${path}`}
        />
      )}
    </section>
  );
}

function parametersOf({ components }: ApiDocument, { parameters = [] }: ApiCall): ApiParameter[] {
  return parameters.flatMap((one) =>
    '$ref' in one ? (components.parameters[one.$ref.split('/').at(-1) ?? ''] ?? []) : [one],
  );
}

const toRow = ({ name, description, schema, required = false, ...rest }: ApiParameter) => ({
  name,
  type: `${typeOf(schema)}, in the ${rest.in}`,
  required,
  secret: false,
  addition: false,
  description,
  standard: schema.default === undefined ? undefined : String(schema.default),
  examples: examplesOf(schema),
});

function Answers({
  document,
  responses,
}: {
  document: ApiDocument;
  responses: ApiCall['responses'];
}) {
  const rows = Object.entries(responses).map(([status, one]) => {
    const found: ApiResponse | undefined =
      '$ref' in one ? document.components.responses[one.$ref.split('/').at(-1) ?? ''] : one;
    return { status, description: found?.description ?? '' };
  });
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded text-sm font-medium">Answers</summary>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
        {rows.map(({ status, description }) => (
          <div key={status} className="contents">
            <dt className="font-mono text-xs leading-5">{status}</dt>
            <dd className="text-muted-foreground">
              <Sentence text={description} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
