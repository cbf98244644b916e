#include "inventory/pypi/installed_files.h"

#include "inventory/pypi/reader_testing.h"
#include "inventory/pypi/site_packages.h"

namespace cordon::inventory::pypi {
namespace {

// Of the empty text and of "abc", as RECORD writes them.
constexpr const char* kEmpty = "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
constexpr const char* kAbc = "sha256=ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0";

class InstalledFilesTest : public ReaderTest {
 protected:
  InstalledFilesTest() : ReaderTest(nullptr, "app/venv/lib/python3.11/site-packages") {}

  // Puts a package without other files than its own into `files_`.
  void package(const std::string& name, const std::string& record) {
    const std::string folder = kFolder + name + "-1.dist-info/";
    files_[folder + "METADATA"] = "Metadata-Version: 2.1\nName: " + name + "\nVersion: 1\n";
    if (!record.empty()) files_[folder + "RECORD"] = record + name + "-1.dist-info/RECORD,,\n";
  }
  void file(const std::string& path, const std::string& content) { files_[kFolder + path] = content; }

  InstalledFiles compare(const InstalledFilesLimits& limits = {}) {
    const MemoryTree tree(files_);
    const auto installed = read_site_packages(tree, "venv/lib/python3.11/site-packages", context_);
    EXPECT_TRUE(installed);
    if (!installed) return {};
    auto compared = compare_installed_files(tree, "venv/lib/python3.11/site-packages", *installed, context_, limits);
    EXPECT_TRUE(compared);
    return compared ? std::move(*compared) : InstalledFiles();
  }

  // "component: -missing:line changed:line" a package.
  static std::string differences(const InstalledFiles& files) {
    std::string out;
    for (const PackageFiles& package : files.packages) {
      out += std::to_string(package.component) + ":";
      for (const FileDifference& each : package.missing) out += " -" + each.path + ":" + std::to_string(each.line);
      for (const FileDifference& each : package.changed) out += " " + each.path + ":" + std::to_string(each.line);
      out += "\n";
    }
    return out;
  }

  static std::string unread(const InstalledFiles& files) {
    std::string out;
    for (const model::FileUnread& each : files.unread)
      out += each.code + (each.incomplete ? "! " : " ") + each.reason + "\n";
    return out;
  }

  static constexpr const char* kFolder = "venv/lib/python3.11/site-packages/";
  Files files_;
};

TEST_F(InstalledFilesTest, AFileThatIsAsItWasInstalledIsNotSaid) {
  package("a", "a.py," + std::string(kAbc) + ",3\na-1.dist-info/RECORD,,\n../../../bin/a," + kEmpty + ",0\n");
  file("a.py", "abc");
  files_["venv/bin/a"] = "";
  const InstalledFiles files = compare();
  EXPECT_EQ(differences(files), "");
  EXPECT_EQ(unread(files), "");
  EXPECT_TRUE(files.all_recorded);
}

TEST_F(InstalledFilesTest, WhatWasChangedAndWhatIsGoneIsNamedByPackage) {
  package("a",
          "a.py," + std::string(kEmpty) + ",0\ngone.py," + kEmpty + ",0\n../../../bin/a," + kEmpty + ",0\nno.txt,,\n");
  package("b", "b.py," + std::string(kEmpty) + ",0\n");
  file("a.py", "abc");
  file("b.py", "");
  files_["venv/bin/a"] = "abc";
  const InstalledFiles files = compare();
  EXPECT_EQ(differences(files),
            "0: -app/venv/lib/python3.11/site-packages/gone.py:2 -app/venv/lib/python3.11/site-packages/no.txt:4 "
            "app/venv/bin/a:3 "
            "app/venv/lib/python3.11/site-packages/a.py:1\n");
  ASSERT_EQ(files.packages.size(), 1u);
  EXPECT_EQ(files.packages[0].record, "app/venv/lib/python3.11/site-packages/a-1.dist-info/RECORD");
  EXPECT_EQ(files.packages[0].changed[1].listed, sha256(""));
  EXPECT_EQ(files.packages[0].changed[1].found, sha256("abc"));
}

TEST_F(InstalledFilesTest, BytecodeIsComparedOnlyWhereItCameWithThePackage) {
  package("a", "a.pyc," + std::string(kEmpty) + ",0\n__pycache__/a.cpython-311.pyc,,\nb/__pycache__,,\nc.pyc,,\n");
  package("b", "x__pycache__/m.py," + std::string(kEmpty) + ",0\n__pycache__/b.pyc," + kEmpty + ",0\n");
  file("a.pyc", "abc");
  file("x__pycache__/m.py", "abc");
  file("__pycache__/b.pyc", "abc");
  const InstalledFiles files = compare();
  EXPECT_EQ(differences(files),
            "0: app/venv/lib/python3.11/site-packages/a.pyc:1\n"
            "1: app/venv/lib/python3.11/site-packages/x__pycache__/m.py:1\n");
  EXPECT_EQ(unread(files), "");
}

TEST_F(InstalledFilesTest, AFileOfSeveralPackagesIsRightWhenOneOfThemHasItSo) {
  package("a", "shared/__init__.py," + std::string(kEmpty) + ",0\n");
  package("b", "shared/__init__.py," + std::string(kAbc) + ",3\n");
  file("shared/__init__.py", "abc");
  EXPECT_EQ(differences(compare()), "");
  file("shared/__init__.py", "other");
  EXPECT_EQ(differences(compare()),
            "0: app/venv/lib/python3.11/site-packages/shared/__init__.py:1\n1: "
            "app/venv/lib/python3.11/site-packages/shared/__init__.py:1\n");
}

TEST_F(InstalledFilesTest, ARecordThatWasCutOrBelongsToAnotherFolderOfOneReleaseIsNotPassedOver) {
  package("a", "a.py," + std::string(kEmpty) + ",0\n");
  file("a.py", "abc");
  files_[std::string(kFolder) + "A-1.dist-info/METADATA"] = "Metadata-Version: 2.1\nName: a\nVersion: 1\n";
  files_[std::string(kFolder) + "A-1.dist-info/RECORD"] = "A-1.dist-info/RECORD,,\n";
  EXPECT_EQ(differences(compare()), "0: app/venv/lib/python3.11/site-packages/a.py:1\n");
  files_[std::string(kFolder) + "a-1.dist-info/RECORD"].clear();
  EXPECT_EQ(unread(compare()), "truncated! it does not list itself: it was cut or changed\n");
}

TEST_F(InstalledFilesTest, WhatStartsPythonIsSeenInEveryForm) {
  package("a", "listed.pth," + std::string(kEmpty) + ",0\nvouched.pth,,\n");
  for (const char* name :
       {"sitecustomize.pyc", "usercustomize.cpython-311-x86_64-linux-gnu.so", "sitecustomize/__init__.pyc"})
    file(name, "x");
  file("b.start", "# nothing\npkg:main\n");
  file("empty.start", "# nothing\n");
  file("listed.pth", "import x");
  file("vouched.pth", "import x");
  std::string names;
  const InstalledFiles files = compare();
  for (const StartupFile& each : files.unlisted) names += each.name + ":" + std::to_string(each.line) + " ";
  EXPECT_EQ(names,
            "b.start:2 sitecustomize/__init__.pyc:0 sitecustomize.pyc:0 "
            "usercustomize.cpython-311-x86_64-linux-gnu.so:0 vouched.pth:1 ");
  ASSERT_EQ(files.packages.size(), 1u);
  EXPECT_TRUE(files.packages[0].changed.at(0).runs_at_start);
}

TEST_F(InstalledFilesTest, WhatStandsBesideTheFolderIsNotMissed) {
  package("a", "../../../bin/gone," + std::string(kEmpty) + ",0\n");
  EXPECT_EQ(differences(compare()), "");
}

TEST_F(InstalledFilesTest, PathsOfWindowsAreUnderstood) {
  package("a", "a\\b.py," + std::string(kEmpty) + ",0\n");
  file("a/b.py", "abc");
  EXPECT_EQ(differences(compare()), "0: app/venv/lib/python3.11/site-packages/a/b.py:1\n");
}

TEST_F(InstalledFilesTest, WhatIsNotComparedIsSaid) {
  package("a", "/opt/a," + std::string(kEmpty) +
                   ",0\n../../../../../b,,\nC:\\c,,\nd,sha512=x,\ne,,\na-1.dist-info/RECORD,,\n");
  package("n", "");
  file("d", "");
  file("e", "");
  file("old-1.egg-info", "Name: old\nVersion: 1\n");
  const InstalledFiles files = compare();
  EXPECT_EQ(differences(files), "");
  EXPECT_EQ(unread(files),
            "not_found no RECORD to hold the files of a package against: 2 (the first is "
            "app/venv/lib/python3.11/site-packages/n-1.dist-info)\n"
            "outside_root listed in RECORD and outside of what is scanned: 3 (the first is /opt/a)\n"
            "missing_field no digest in RECORD: app/venv/lib/python3.11/site-packages/e\n"
            "unsupported_format the digest in RECORD is not SHA-256: app/venv/lib/python3.11/site-packages/d\n");
  EXPECT_FALSE(files.all_recorded);
}

TEST_F(InstalledFilesTest, RowsThatMeanNothingAreSaid) {
  package("a", "a.py,nonsense,\n");
  file("a.py", "");
  package("b", "\xff");
  const InstalledFiles files = compare();
  EXPECT_EQ(unread(files).substr(0, 15), "invalid_value! ");
  EXPECT_EQ(files.unread[1].code, "invalid_utf8");
  EXPECT_FALSE(files.all_recorded);
}

TEST_F(InstalledFilesTest, BoundsOfWhatIsReadAreSaid) {
  package("a", "a," + std::string(kAbc) + ",3\nb," + kAbc + ",3\nc," + kEmpty + ",0\nd," + kAbc + ",3\n");
  for (const char* name : {"a", "b", "d"}) file(name, "abc");
  file("c", "abc");
  InstalledFiles files = compare({.bytes = 3, .rows = 3});
  EXPECT_EQ(differences(files), "0: app/venv/lib/python3.11/site-packages/c:3\n") << "its size alone shows it";
  EXPECT_FALSE(files.packages[0].changed[0].found);
  EXPECT_EQ(
      unread(files),
      "too_many! more files in all than are compared of one folder\n"
      "too_many! listed in RECORD and more than is compared of one folder: app/venv/lib/python3.11/site-packages/b\n");
  file("big", std::string(2'000, 'x'));
  package("a", "big," + std::string(kAbc) + ",2000\n");
  context_.limits.bytes = 1'000;
  EXPECT_EQ(unread(compare()),
            "too_large too large to be compared with RECORD: app/venv/lib/python3.11/site-packages/big\n");
}

TEST_F(InstalledFilesTest, AStartupFileThatNoPackageListsIsNamed) {
  package("a", "a.pth," + std::string(kEmpty) + ",0\nsitecustomize.py," + kEmpty + ",0\n");
  file("a.pth", "import a");
  file("b.pth", "/src\nimport b");
  file("paths.pth", "/src\n");
  file("sitecustomize.py", "x = 1");
  file("usercustomize/__init__.py", "\ny = 1");
  file("deeper/c.pth", "import c");
  const InstalledFiles files = compare();
  ASSERT_EQ(files.unlisted.size(), 2u);
  EXPECT_EQ(files.unlisted[0].path, "app/venv/lib/python3.11/site-packages/b.pth");
  EXPECT_EQ(files.unlisted[0].line, 2u);
  EXPECT_EQ(files.unlisted[0].code, "import b");
  EXPECT_EQ(files.unlisted[1].name, "usercustomize/__init__.py");
  EXPECT_EQ(
      differences(files),
      "0: app/venv/lib/python3.11/site-packages/a.pth:1 app/venv/lib/python3.11/site-packages/sitecustomize.py:2\n");
}

TEST_F(InstalledFilesTest, PackagesThatADistributorChangesAreNotAccused) {
  package("a", "a.py," + std::string(kEmpty) + ",0\na.pth," + kEmpty + ",0\n");
  files_["venv/conda-meta/history"] = "";
  file("a.py", "abc");
  file("a.pth", "import a");
  const InstalledFiles files = compare();
  EXPECT_EQ(differences(files), "");
  EXPECT_EQ(unread(files),
            "unsupported_format a distributor changes files of a package and leaves RECORD as it was: "
            "app/venv/lib/python3.11/site-packages/a-1.dist-info\n");
  EXPECT_TRUE(files.unlisted.empty());

  const std::string folder = "lib/python3/dist-packages";
  const MemoryTree debian({{folder + "/b-1.dist-info/METADATA", "Name: b\nVersion: 1\n"},
                           {folder + "/b-1.dist-info/RECORD", "b.so," + std::string(kEmpty) + ",0\n"},
                           {folder + "/c-1.dist-info/METADATA", "Name: c\nVersion: 1\n"},
                           {folder + "/c-1.dist-info/RECORD",
                            "c.so," + std::string(kEmpty) + ",0\nc-1.dist-info/INSTALLER,,\nc-1.dist-info/RECORD,,\n"},
                           {folder + "/c-1.dist-info/INSTALLER", "pip\n"},
                           {folder + "/b.so", "abc"},
                           {folder + "/c.so", "abc"}});
  context_.display_path = folder;
  const auto installed = read_site_packages(debian, folder, context_);
  ASSERT_TRUE(installed);
  const auto compared = compare_installed_files(debian, folder, *installed, context_);
  ASSERT_TRUE(compared);
  EXPECT_EQ(differences(*compared), "1: lib/python3/dist-packages/c.so:1\n");
}

TEST_F(InstalledFilesTest, WhatPipCouldNotRemoveIsNoPackage) {
  files_[kFolder + std::string("~ip-1.dist-info/METADATA")] = "Name: pip\nVersion: 1\n";
  files_[kFolder + std::string("~ip-1.dist-info/RECORD")] = "pip.py," + std::string(kEmpty) + ",0\n";
  EXPECT_EQ(differences(compare()), "");
}

}  // namespace
}  // namespace cordon::inventory::pypi
