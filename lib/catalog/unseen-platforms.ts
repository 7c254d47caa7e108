import { productsOfPlatform } from '@/lib/log-sources';

/**
 * The given ATT&CK platforms that no rule covers. `products` are the products of the rules. A rule
 * without a product (null) can apply to any platform.

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
