#include "inventory/pypi/manifest_only.h"

#include "inventory/pypi/reader_testing.h"

namespace cordon::inventory::pypi {
namespace {

class PypiManifestOnly : public ReaderTest {
 protected:
  PypiManifestOnly() : ReaderTest(read_pyproject, "pyproject.toml") {}
};

TEST_F(PypiManifestOnly, WhatIsAskedForIsDeclaredAndSaidToBeUnpinned) {
  const model::Inventory inventory = read("[project]\nname = \"app\"\ndependencies = [\"a>=1\"]\n");
  ASSERT_EQ(inventory.roots.size(), 1u);
  ASSERT_EQ(inventory.roots[0].declared.size(), 1u);
  EXPECT_EQ(inventory.roots[0].declared[0].place.line, 3u);
  EXPECT_EQ(codes(inventory), "ranges_only:0! ");
  EXPECT_EQ(codes(read("[project]\nname = \"app\"\ndynamic = [\"dependencies\"]\n")), "ranges_only:0! ");
}

TEST_F(PypiManifestOnly, WhatOnlyConfiguresToolsAsksForNothing) {
  EXPECT_EQ(codes(read("[tool.black]\nline-length = 100\n[build-system]\nrequires = [\"setuptools\"]\n")), "");
}

TEST_F(PypiManifestOnly, APipfileIsReadTheSameWay) {
  reader_ = read_pipfile;
  EXPECT_EQ(codes(read("[packages]\na = \"*\"\n")), "ranges_only:0! ");
}

}  // namespace
}  // namespace cordon::inventory::pypi
