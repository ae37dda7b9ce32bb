/** As browsers make them. */
export const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW';

type Part = [header: string, content: string | Buffer];
/** The bytes of a form. */
export const body = (parts: Part[], boundary = BOUNDARY) =>
  Buffer.concat([
    ...parts.flatMap(([header, content]) => [
      Buffer.from(`--${boundary}\r\n${header}\r\n\r\n`),
      Buffer.from(content as string),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);

export const TASK: Part = ['Content-Disposition: form-data; name="task"', 'a-task'];
export const file = (
  content: string | Buffer,
  header = 'Content-Disposition: form-data; name="file"; filename="a.bin"',
): Part => [header, content];
