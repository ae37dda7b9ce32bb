import ssh2 from 'ssh2';

type Protection = { passphrase: string; cipher: string; rounds: number };

/** A new Ed25519 key. One in three hundred that ssh2 makes is damaged, and nobody could read it. */
export function makeKey(protection?: Protection): { private: string; public: string } {
  for (;;) {
    const made = protection
      ? ssh2.utils.generateKeyPairSync('ed25519', protection)
      : ssh2.utils.generateKeyPairSync('ed25519');
    const read = ssh2.utils.parseKey(made.private, protection?.passphrase);
    if (!(read instanceof Error)) return made;
  }
}
