import type { Check } from './field.ts';

/** What the form catches before sending. Each takes text that is not empty and trimmed. */

const hostname =
  /^(?=.{1,253}$)[\p{L}\p{N}_]([\p{L}\p{N}_-]*[\p{L}\p{N}_])?(\.[\p{L}\p{N}_]([\p{L}\p{N}_-]*[\p{L}\p{N}_])?)*\.?$/u;

/** `what` starts the sentence: "The endpoint". */
export function webAddress(what: string, example: string): Check {
  return (value) => {
    if (/\s/.test(value)) return `${what} cannot contain spaces.`;
    if (!/^https?:\/\//i.test(value)) {
      return `${what} must start with https:// or http://, as in ${example}`;
    }
    if (!URL.canParse(value)) return `${what} is not a complete web address, as in ${example}`;
    const { username, password } = new URL(value);
    if (username || password) return `${what} cannot carry a user name or password.`;
    return undefined;
  };
}

export const hostName: Check = (value) => {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
    return 'Enter only the host name, without sftp:// and without a path.';
  }
  if (value.includes('@')) return 'Enter only the host name; the user name has its own field.';
  if (/^\[?[0-9a-f:.%]*:[0-9a-f:.%]*:[0-9a-f:.]*\]?$/i.test(value)) return undefined;
  if (/:\d+$/.test(value)) return 'Enter only the host name; the port has its own field.';
  if (value.includes('/')) return 'Enter only the host name, without a path.';
  return hostname.test(value)
    ? undefined
    : 'This is not a host name. Enter one like files.example.com, or an IP address.';
};

/** Bucket names of S3 and its relatives: looser than AWS, since others allow more. */
export const bucketName: Check = (value) => {
  if (/^[a-z0-9]+:\/\//i.test(value)) {
    return 'Enter only the name of the bucket, without “://” and without a path.';
  }
  if (value.includes('/'))
    return 'Enter only the name of the bucket; folders belong to the name of the file.';
  if (/\s/.test(value)) return 'A bucket’s name has no spaces.';
  if (value.length < 3 || value.length > 255) return 'A bucket’s name has 3 to 255 characters.';
  return /^[A-Za-z0-9][A-Za-z0-9._:-]*$/.test(value)
    ? undefined
    : 'A bucket’s name has only letters, digits, dots, hyphens and underscores.';
};

export const azureAccount: Check = (value) => {
  if (value.includes('.') || value.includes('/')) {
    return 'Enter only the name of the account, the part before “.blob.core.windows.net”.';
  }
  return /^[a-z0-9]{3,24}$/.test(value)
    ? undefined
    : 'An Azure storage account has 3 to 24 lower-case letters and digits.';
};

export const azureContainer: Check = (value) =>
  /^(\$root|\$web|(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*)$/.test(value)
    ? undefined
    : 'An Azure container has 3 to 63 lower-case letters, digits and single hyphens.';

export const azureAccountKey: Check = (value) =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(value) && value.length % 4 === 0
    ? undefined
    : 'An Azure access key is Base64 text, mostly 88 characters that end with “==”. Copy it whole.';

export const azureSasToken: Check = (value) => {
  if (/^https?:/i.test(value)) return 'Enter only the token, the part after “?”.';
  const token = new URLSearchParams(value);
  return token.has('sig') && token.has('sv')
    ? undefined
    : 'A SAS token has the form sv=…&sp=…&sig=…. Copy it whole.';
};

export const swiftContainer: Check = (value) => {
  if (value.includes('/'))
    return 'A container’s name has no slashes; folders belong to the name of the file.';
  return new TextEncoder().encode(value).length > 256
    ? 'A container’s name has 256 bytes at most.'
    : undefined;
};

export const emailAddress: Check = (value) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)
    ? undefined
    : 'This is not an email address. The service account’s ends with “.iam.gserviceaccount.com”.';

export const contentType: Check = (value) =>
  /^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+(\s*;\s*[\w-]+=("[^"]*"|[^\s";]+))*$/.test(value)
    ? undefined
    : 'A content type has the form type/subtype, as in application/pdf.';

const control = /\p{Cc}/u;

/** Values of HTTP headers. */
export const headerValue: Check = (value) =>
  control.test(value.replaceAll('\t', ' ')) ? 'A header’s value is one line of text.' : undefined;

export const headerName: Check = (value) =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(value)
    ? undefined
    : 'A header’s name has only letters, digits and hyphens.';

/** Names that travel as headers; S3 and Google put their own prefix in front. */
export const metadataName: Check = (value) =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(value)
    ? undefined
    : 'A metadata key has only letters, digits, hyphens and underscores.';

export const azureMetadataName: Check = (value) =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(value)
    ? undefined
    : 'On Azure a metadata key has only letters, digits and underscores, and starts with no digit.';

export const tagKey: Check = (value) =>
  value.length > 128 ? 'A tag’s key has 128 characters at most.' : undefined;

export const tagValue: Check = (value) =>
  value.length > 256 ? 'A tag’s value has 256 characters at most.' : undefined;

/** Names of objects and files at the target, with or without folders. */
export const objectName: Check = (value) => {
  if (control.test(value)) return 'A name cannot contain control characters or line breaks.';
  if (new TextEncoder().encode(value).length > 1024) return 'A name has 1,024 bytes at most.';
  return value.endsWith('/')
    ? 'A name cannot end with a slash: that would be a folder.'
    : undefined;
};

/** Prefixes and folders. */
export const objectPrefix: Check = (value) => {
  if (control.test(value)) return 'It cannot contain control characters or line breaks.';
  return new TextEncoder().encode(value).length > 900 ? 'It has 900 bytes at most.' : undefined;
};

export const fingerprint: Check = (value) =>
  /^(SHA256:[A-Za-z0-9+/]{43}=?|(MD5:)?[0-9a-f]{2}(:[0-9a-f]{2}){15})$/i.test(value)
    ? undefined
    : 'A fingerprint has the form SHA256:… with 43 characters, as “ssh-keygen -lf” prints it.';
