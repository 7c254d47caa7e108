import type { MetadataRoute } from 'next';

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Watchfloor',
    short_name: 'Watchfloor',
    description: 'SigmaHQ detection rules as KQL, with evidence for each query.',
    // Beside the manifest, wherever that is.
    start_url: './',
    display: 'standalone',
    background_color: '#101214',
    theme_color: '#101214',
    icons: [{ src: './icon.svg', sizes: 'any', type: 'image/svg+xml' }],
  };
}
