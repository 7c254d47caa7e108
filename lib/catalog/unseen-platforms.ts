import { productsOfPlatform } from '@/lib/log-sources';

/**
 * The ATT&CK platforms, of those given, that no rule looks at. `products` are those of the rules; a
 * rule that names none (null) may look at any platform.
 */
export function unseenPlatforms(
  platforms: readonly string[],
  products: ReadonlySet<string | null>,
): readonly string[] {
  if (products.has(null)) return [];
  return platforms.filter(
    (platform) => !productsOfPlatform(platform).some((product) => products.has(product)),
  );
}
