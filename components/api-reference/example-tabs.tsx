'use client';

import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx';
import { CodeBlock } from './code-block.tsx';
import type { RequestExample } from './request-example.ts';

/** The same request for a terminal and for a program. */
export function ExampleTabs({ example, label }: { example: RequestExample; label: string }) {
  return (
    <Tabs defaultValue="curl" className="min-w-0">
      <TabsList aria-label={`Examples of ${label}`}>
        <TabsTrigger value="curl">curl</TabsTrigger>
        <TabsTrigger value="node">Node</TabsTrigger>
      </TabsList>
      <TabsContent value="curl" className="pt-2">
        <CodeBlock code={example.curl} label={`${label} with curl`} />
      </TabsContent>
      <TabsContent value="node" className="pt-2">
        <CodeBlock code={example.node} label={`${label} in Node`} />
      </TabsContent>
    </Tabs>
  );
}
