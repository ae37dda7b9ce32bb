'use client';

import { Ellipsis } from 'lucide-react';
import { AlertDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import {
  Collapsible,
  CollapsibleContent,
  CollapsibleTrigger,
} from '#components/ui/collapsible.tsx';
import { Dialog, DialogContent, DialogFooter, DialogTrigger } from '#components/ui/dialog.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import { Field } from '#components/ui/field.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input } from '#components/ui/input.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import { RadioGroup, RadioOption, Segmented, SegmentedItem } from '#components/ui/radio-group.tsx';
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from '#components/ui/select.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toast } from '#components/ui/toast.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';

export function ControlStories() {
  return (
    <>
      <FieldStories />
      <ChoiceStories />
      <FloatingStories />
    </>
  );
}

function FieldStories() {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Bucket" required help="The bucket must exist already.">
        {(control) => <Input {...control} placeholder="my-bucket" />}
      </Field>
      <Field label="Port" error="A port is a number from 1 to 65535." aside="optional">
        {(control) => <Input {...control} defaultValue="http" inputMode="numeric" />}
      </Field>
      <Field label="Access" help="Who may read what is written.">
        {(control) => (
          <Select defaultValue="private">
            <SelectTrigger {...control}>
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              <SelectItem value="private" description="Only the owner of the bucket.">
                private
              </SelectItem>
              <SelectItem value="public-read" description="Everyone who knows the address.">
                public-read
              </SelectItem>
            </SelectContent>
          </Select>
        )}
      </Field>
      <Field label="Status">
        {(control) => (
          <NativeSelect {...control} defaultValue="">
            <option value="">Any</option>
            <option value="finished">Finished</option>
          </NativeSelect>
        )}
      </Field>
      <Field label="Private key" className="sm:col-span-2">
        {(control) => <Textarea {...control} className="font-mono" />}
      </Field>
      <Field label="Disabled">{(control) => <Input {...control} disabled value="fixed" />}</Field>
    </div>
  );
}

function ChoiceStories() {
  return (
    <div className="grid gap-4">
      <Field label="Sign in with" group>
        {(control) => (
          <RadioGroup {...control} defaultValue="password">
            <RadioOption value="password" label="Password" description="Of the SFTP user." />
            <RadioOption value="key" label="Private key" />
          </RadioGroup>
        )}
      </Field>
      <Segmented aria-label="Show" defaultValue="all">
        <SegmentedItem value="all">All</SegmentedItem>
        <SegmentedItem value="mine">Mine</SegmentedItem>
      </Segmented>
      <div className="flex flex-wrap items-center gap-4">
        <Checkbox aria-label="Select all" checked="indeterminate" />
        <Checkbox aria-label="Select invoice.pdf" defaultChecked />
        <Checkbox aria-label="Select photos.zip" />
        <Switch aria-label="Inline" defaultChecked />
        <Switch aria-label="Archive" />
      </div>
      <Collapsible>
        <CollapsibleTrigger>Optional settings</CollapsibleTrigger>
        <CollapsibleContent>Folded away until asked for.</CollapsibleContent>
      </Collapsible>
      <Tabs defaultValue="json">
        <TabsList aria-label="Preview">
          <TabsTrigger value="json">JSON</TabsTrigger>
          <TabsTrigger value="curl">curl</TabsTrigger>
        </TabsList>
        <TabsContent value="json">
          <code className="font-mono">{'{"operation":"export/url"}'}</code>
        </TabsContent>
        <TabsContent value="curl">
          <code className="font-mono">curl -X POST …</code>
        </TabsContent>
      </Tabs>
    </div>
  );
}

function FloatingStories() {
  return (
    <div className="flex flex-wrap gap-2">
      <Dialog>
        <DialogTrigger asChild>
          <Button>Dialog</Button>
        </DialogTrigger>
        <DialogContent title="Import a URL" description="The server fetches the file itself.">
          <Field label="URL">{(control) => <Input {...control} type="url" />}</Field>
          <DialogFooter>
            <Button variant="primary">Import</Button>
          </DialogFooter>
        </DialogContent>
      </Dialog>
      <AlertDialog
        trigger={<Button>Alert dialog</Button>}
        title="Delete this export?"
        description="Its files and temporary URLs go at once."
        confirmLabel="Delete export"
        onConfirm={() => new Promise((done) => setTimeout(done, 800))}
      />
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton icon={Ellipsis} label="More" variant="secondary" />
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem>Run again</DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem danger>Delete</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <Popover>
        <PopoverTrigger asChild>
          <Button>Popover</Button>
        </PopoverTrigger>
        <PopoverContent aria-label="Names">Names with %d count from 1.</PopoverContent>
      </Popover>
      <Tooltip text="Helps, but nobody needs it.">
        <Button>Tooltip</Button>
      </Tooltip>
      <Button onClick={() => toast.success('Export deleted', { description: 'photos.zip' })}>
        Toast
      </Button>
      <Button onClick={() => toast.error('The server is stopping. Try again in a moment.')}>
        Error toast
      </Button>
    </div>
  );
}
