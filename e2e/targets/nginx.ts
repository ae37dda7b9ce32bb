import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Certificate, Certificates } from './certificates.ts';
import { answers, isRoot, type Run } from './run.ts';

export type Nginx = {
  /** `/put/` takes all; `/auth/` wants `basic`; `/small/` takes 1 MiB; `/redirect/` answers 307 to `/put/`,
   * `/away/` to an address that nobody may be sent to; `/fail/NNN` answers that. */
  url: string;
  tlsUrl: string;
  basic: { username: string; password: string };
  /** Where `/put/` is on this machine, and so on. */
  root: string;
  /** `/full/` is there: a file system of 2 MiB. As root only. */
  hasFull: boolean;
  /** For `readRequests`. */
  accessLog: string;
};

export type NginxRequest = {
  method: string;
  uri: string;
  status: number;
  headers: Record<string, string>;
};

const STATUSES = [400, 401, 403, 404, 409, 410, 411, 412, 500, 502, 507];
const BUSY = [429, 503];
const MODULE = '/usr/lib/nginx/modules/ngx_http_dav_ext_module.so';
/** Headers that the access log tells, as nginx names its variables. */
const LOGGED = [
  'content_type',
  'content_length',
  'transfer_encoding',
  'cache_control',
  'x_slipway',
];
const BASIC = { username: 'uploader', password: 'basic-password' };

/** nginx as a server that takes PUT. */
export async function startNginx(run: Run, { good }: Certificates): Promise<Nginx> {
  const dir = await run.folder('nginx');
  const root = await run.folder('nginx/data');
  for (const name of ['put', 'auth', 'small', 'full']) await run.folder(`nginx/data/${name}`);
  await run.folder('nginx/tmp');
  const [port, tlsPort] = [await run.port(), await run.port()];
  const hash = (await run.command('openssl', ['passwd', '-apr1', BASIC.password])).trim();
  await writeFile(path.join(dir, 'htpasswd'), `${BASIC.username}:${hash}\n`);
  const conf = path.join(dir, 'nginx.conf');
  await writeFile(conf, configure(dir, port, tlsPort, good));
  const url = `http://127.0.0.1:${port}`;
  // nginx moves what it received into place: its temporary files are on the same file system.
  const script = `mount -t tmpfs -o size=2m tmpfs ${root}/full && mkdir ${root}/full/.tmp && exec nginx "$@"`;
  const [file = '', ...args] = isRoot
    ? ['unshare', '--mount', 'sh', '-c', script, 'nginx', '-c', conf]
    : ['nginx', '-c', conf];
  await run.serve('nginx', file, args, { ready: () => answers(`${url}/put/`) });
  return {
    url,
    tlsUrl: `https://127.0.0.1:${tlsPort}`,
    basic: BASIC,
    root,
    hasFull: isRoot,
    accessLog: path.join(dir, 'access.log'),
  };
}

/** The requests that nginx has answered, oldest first. */
export async function readRequests({ accessLog }: Nginx): Promise<NginxRequest[]> {
  const log = await readFile(accessLog, 'utf8');
  return log
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { method, uri, status, ...headers } = JSON.parse(line) as Record<string, string>;
      return { method: method ?? '', uri: uri ?? '', status: Number(status), headers };
    });
}

function configure(dir: string, port: number, tlsPort: number, { cert, key }: Certificate): string {
  const fails = [
    ...STATUSES.map((status) => `location /fail/${status} { return ${status} "refused"; }`),
    ...BUSY.map(
      (status) => `location /fail/${status} { add_header Retry-After 1 always; return ${status}; }`,
    ),
  ];
  const logged = LOGGED.map((name) => `"${name.replaceAll('_', '-')}":"$http_${name}"`).join(',');
  return `${existsSync(MODULE) ? `load_module ${MODULE};` : ''}
daemon off;
pid ${dir}/pid;
error_log ${dir}/error.log warn;
worker_processes 2;
${isRoot ? 'user root;' : ''}
events { worker_connections 256; }
http {
  client_body_temp_path ${dir}/tmp/body;
  proxy_temp_path ${dir}/tmp/proxy;
  fastcgi_temp_path ${dir}/tmp/fastcgi;
  uwsgi_temp_path ${dir}/tmp/uwsgi;
  scgi_temp_path ${dir}/tmp/scgi;
  log_format json escape=json '{"method":"$request_method","uri":"$request_uri","status":"$status",${logged}}';
  access_log ${dir}/access.log json;
  default_type application/octet-stream;
  client_max_body_size 0;
  root ${dir}/data;
  server {
    listen 127.0.0.1:${port};
    listen 127.0.0.1:${tlsPort} ssl;
    ssl_certificate ${cert};
    ssl_certificate_key ${key};
    dav_methods PUT DELETE MKCOL;
    create_full_put_path on;
    dav_access user:rw;
    autoindex on;
    location /put/ { }
    location /auth/ { auth_basic "uploads"; auth_basic_user_file ${dir}/htpasswd; }
    location /small/ { client_max_body_size 1m; }
    ${isRoot ? `location /full/ { client_body_temp_path ${dir}/data/full/.tmp; }` : ''}
    location /redirect/ { rewrite ^/redirect/(.*)$ /put/$1; if ($request_method = PUT) { return 307 http://127.0.0.1:${port}$uri; } }
    location /away/ { return 307 http://169.254.169.254/latest/; }
    ${fails.join('\n    ')}
  }
}
`;
}
