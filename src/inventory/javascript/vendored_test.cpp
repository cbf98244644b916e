#include "inventory/javascript/vendored.h"

#include <gtest/gtest.h>

namespace cordon::inventory::javascript {
namespace {

LibraryFinder finder() {
  return LibraryFinder::make({{"pear.js", "pkg:npm/pear", {{R"(/\*! Pear v([0-9.]+))", ""}}, {}, {}, {}}}).value();
}

TEST(VendoredReader, EachCopyIsAComponentOfThePackageThatIsPublished) {
  const LibraryFinder libraries = finder();
  VendoredReader reader(libraries, "site");
  reader.add("js/a.js", "site/js/a.js", "\n/*! Pear v1.2.3 */");
  reader.add("js/own.js", "site/js/own.js", "own();");
  reader.add("old/a.js", "site/old/a.js", "/*! Pear v1.2.3 */");
  const model::Inventory out = reader.finish();
  ASSERT_EQ(out.components.size(), 2u);
  const model::Component& first = out.components[0];
  EXPECT_EQ(first.id, "site/js/a.js#pear.js@1.2.3");
  EXPECT_EQ(first.purl, "pkg:npm/pear@1.2.3");
  EXPECT_EQ(first.name, "pear.js");
  EXPECT_EQ(first.ecosystem, "javascript");
  EXPECT_EQ(first.origin, model::Origin::vendored);
  EXPECT_EQ(first.place, (model::Place{"site/js/a.js", 2}));
  ASSERT_EQ(out.roots.size(), 1u);
  EXPECT_EQ(out.edges.size(), 2u);
  EXPECT_EQ(out.path, "site");
}

TEST(VendoredReader, WhereNothingIsRecognisedThereIsNothing) {
  const LibraryFinder libraries = finder();
  VendoredReader reader(libraries, "site");
  reader.add("a.js", "site/a.js", "own();");
  const model::Inventory out = reader.finish();
  EXPECT_TRUE(out.components.empty() && out.roots.empty() && out.edges.empty() && out.unread.empty());
}

}  // namespace
}  // namespace cordon::inventory::javascript
