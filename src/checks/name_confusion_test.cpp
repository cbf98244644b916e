#include "checks/name_confusion.h"

#include <gtest/gtest.h>

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::lockfile;
using testing::package;

std::vector<model::Finding> findings(const Project& project) {
  std::vector<model::Finding> out;
  check_name_confusion(project, {}, out);
  return out;
}

TEST(NameConfusion, ADeclaredNameFromAPublicRegistryIsCritical) {
  const model::PrivateDeclaration declared = {{}, {"@acme"}, {"acme-billing"}};
  Project project;
  project.declared_private = &declared;
  project.lockfiles.push_back(
      lockfile({package("acme-billing", "1.0.0"), package("@acme/ledger", "1.0.0"), package("left", "1.0.0")}));
  const auto found = findings(project);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].rule_id, "confusion.declared");
  EXPECT_EQ(found[0].severity, model::Severity::critical);
  EXPECT_EQ(found[1].subject.name, "@acme/ledger");
}

TEST(NameConfusion, NothingIsSaidOfWhatComesFromThePrivateRegistry) {
  const model::PrivateDeclaration declared = {{}, {"@acme"}, {}};
  Project project;
  project.declared_private = &declared;
  project.lockfiles.push_back(lockfile({package("@acme/ledger", "1.0.0")}));
  project.lockfiles[0].components[0].registry = {"npm.acme.example.test", model::RegistryClass::private_};
  EXPECT_TRUE(findings(project).empty());
  project.declared_private = nullptr;
  EXPECT_TRUE(findings(project).empty());
}

TEST(NameConfusion, ABigJumpShowsAgainstWhatWasThereBefore) {
  Project before, project;
  before.lockfiles.push_back(lockfile({package("zqxwv-internal-thing", "1.2.0")}));
  project.lockfiles.push_back(lockfile({package("zqxwv-internal-thing", "99.9.9")}));
  project.before = &before;
  const auto found = findings(project);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].rule_id, "confusion.version");
}

}  // namespace
}  // namespace cordon::checks
