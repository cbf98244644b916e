#include "inventory/pypi/archives.h"

#include <gtest/gtest.h>

namespace cordon::inventory::pypi {
namespace {

constexpr const char* kHex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const std::string kDigest = std::string("sha256:") + kHex;

model::InstallScript of(std::initializer_list<const char*> files) {
  Archives archives;
  for (const char* file : files) archives.add(file, kDigest);
  return archives.install_script();
}

TEST(PypiArchives, NameAndVersionStandInTheFileName) {
  const ArchiveName wheel = archive_name("https://host.example.test/p/Foo_Bar-1.0.post1-1-py3-none-any.whl#sha256=0");
  EXPECT_EQ(wheel.name, "foo-bar");
  EXPECT_EQ(wheel.version, "1.0.post1");
  EXPECT_EQ(wheel.kind, ArchiveKind::wheel);
  const ArchiveName source = archive_name("zope.interface-4.0-b2-1.5.tar.gz");
  EXPECT_EQ(source.name, "zope-interface-4-0-b2");
  EXPECT_EQ(source.version, "1.5");
  EXPECT_EQ(archive_name("a-1.0%2Bcpu-py3-none-any.whl").version, "1.0+cpu");
  for (const char* file : {"main.zip", "a-main.zip", "a.whl", "a-1.whl", "a-1.txt", "-1.tar.gz", ""})
    EXPECT_EQ(archive_name(file).name, "") << file;
}

TEST(PypiArchives, OnlyWhatIsBuiltRunsCodeWhenItIsInstalled) {
  EXPECT_EQ(of({"a-1.tar.gz"}), model::InstallScript::yes);
  EXPECT_EQ(of({"a-1-py3-none-any.whl", "a-1-cp312-cp312-win32.whl"}), model::InstallScript::no);
  EXPECT_EQ(of({"a-1.zip", "a-1-py3-none-any.whl"}), model::InstallScript::unknown);
  EXPECT_EQ(of({"a-1.win32.exe"}), model::InstallScript::unknown);
  EXPECT_EQ(of({}), model::InstallScript::unknown);
  EXPECT_EQ(of({""}), model::InstallScript::unknown);
}

TEST(PypiArchives, DigestsOfKnownAlgorithmsAreKept) {
  Archives archives;
  EXPECT_TRUE(archives.add("a-1.tar.gz", kDigest));
  EXPECT_TRUE(archives.add("a-1.tar.gz", ""));
  for (const char* digest : {"md5:d41d8cd98f00b204e9800998ecf8427e", "sha256:00", "sha256", kHex})
    EXPECT_FALSE(archives.add("a-1.tar.gz", digest)) << digest;
  EXPECT_EQ(archives.integrity(), std::vector<std::string>{"sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="});
}

TEST(PypiArchives, TheWorseOfTwoEntriesCounts) {
  using enum model::InstallScript;
  EXPECT_EQ(worse(no, yes), yes);
  EXPECT_EQ(worse(no, unknown), unknown);
  EXPECT_EQ(worse(no, no), no);
}

}  // namespace
}  // namespace cordon::inventory::pypi
