import { type ReactNode, useId } from 'react';

type SettingsSectionProps = {
  title: string;
  description?: ReactNode;
  children: ReactNode;
};

/** One thing that can be set, under its heading. */
export function SettingsSection({ title, description, children }: SettingsSectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-3 border-t pt-6 first-of-type:border-0 first-of-type:pt-0"
    >
      <div className="grid gap-1">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {description && <p className="max-w-prose text-sm text-muted-foreground">{description}</p>}
      </div>
      {children}
    </section>
  );
}
