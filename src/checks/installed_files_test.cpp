#include "checks/installed_files.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::evidence;
using testing::installed;
using testing::package;
using testing::rules;
using testing::Words;

std::vector<model::Finding> run(const Project& project) { return testing::run(check_installed_files, project); }

Project project_with(inventory::pypi::InstalledFiles files) {
  Project project;
  project.installed = installed({package("a", "1.0"), package("b", "2.0")});
  project.installed_files = std::move(files);
  return project;
}

inventory::pypi::FileDifference difference(const std::string& path) {
  return {.path = path, .line = 7, .listed = sha256(""), .found = std::nullopt, .listed_size = 0, .found_size = 3};
}

TEST(InstalledFiles, APackageWithChangedAndMissingFilesIsTwoFindings) {
  inventory::pypi::InstalledFiles files;
  files.packages.push_back({1, "b/RECORD", {difference("b/x.py"), difference("b/y.so")}, {difference("b/z.py")}});
  files.packages[0].changed[0].found = sha256("abc");
  const auto findings = run(project_with(files));
  ASSERT_EQ(rules(findings), (Words{"installed.changed-file 2", "installed.missing-file 1"}));
  EXPECT_EQ(findings[0].title, "2 files of b@2.0 differ from what was installed");
  EXPECT_EQ(findings[0].subject.name, "b");
  EXPECT_EQ(evidence(findings[0]),
            (Words{"b/x.py sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad; RECORD:7 says "
                   "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                   "b/y.so 3 bytes; RECORD:7 says 0"}));
  EXPECT_EQ(findings[0].evidence[0].digest, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(evidence(findings[1]), Words{"b/z.py no file is there; RECORD:7 lists it"});
}

TEST(InstalledFiles, EvidenceIsBoundedAndAllFilesAreCounted) {
  inventory::pypi::InstalledFiles files;
  files.packages.push_back({0, "a/RECORD", {}, std::vector(1'500, difference("a/x.py"))});
  const auto findings = run(project_with(files));
  ASSERT_EQ(rules(findings), Words{"installed.missing-file 1500"});
  EXPECT_EQ(findings[0].evidence.size(), 1'000u);
}

TEST(InstalledFiles, AStartupFileIsSevereWhereNothingExplainsIt) {
  inventory::pypi::InstalledFiles files;
  files.unlisted = {{"x.pth", "lib/x.pth", 2, "import x"},
                    {"_virtualenv.pth", "lib/_virtualenv.pth", 1, "import _virtualenv"}};
  auto findings = run(project_with(files));
  ASSERT_EQ(rules(findings), (Words{"installed.unlisted-startup-file 1", "installed.unlisted-startup-file 1"}));
  EXPECT_EQ(findings[0].severity, model::Severity::high);
  EXPECT_EQ(evidence(findings[0]), Words{"lib/x.pth:2 import x"});
  EXPECT_EQ(findings[1].severity, model::Severity::medium);
  files.unlisted[1].code = "import os; os.system('x')";
  files.all_recorded = false;
  findings = run(project_with(files));
  EXPECT_EQ(findings[0].severity, model::Severity::high);
  EXPECT_EQ(findings[1].severity, model::Severity::high);
  files.of_a_system = true;
  EXPECT_EQ(run(project_with(files))[0].severity, model::Severity::medium);
}

TEST(InstalledFiles, NothingIsSaidWhereNothingWasCompared) {
  EXPECT_TRUE(run(Project()).empty());
  EXPECT_TRUE(run(project_with({})).empty());
}

}  // namespace
}  // namespace cordon::checks
