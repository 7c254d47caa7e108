/** MITRE's copyright designation, to be shown wherever ATT&CK content is (terms of use). */
export const ATTACK_NOTICE =
  '© 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation. ATT&CK® is a registered trademark of The MITRE Corporation, which does not endorse this project.';

export const ATTACK_TERMS = 'https://attack.mitre.org/resources/legal-and-branding/terms-of-use/';
