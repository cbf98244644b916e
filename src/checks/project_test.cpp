#include "checks/project.h"

#include <gtest/gtest.h>

namespace cordon::checks {
namespace {

TEST(Project, KnowsTheRegistryOfANameByTheClientsConfiguration) {
  model::Registries registries;
  registries.declare_private({{}, {"@acme"}, {}});
  Project project;
  project.registries = &registries;
  project.client.default_registry = "https://registry.example.test/npm/";
  EXPECT_EQ(project.registry_for("left").id, "registry.example.test");
  EXPECT_EQ(project.registry_for("left").class_, model::RegistryClass::unknown);
  EXPECT_EQ(project.registry_for("@acme/left").class_, model::RegistryClass::private_);
}

TEST(Project, KnowsNoRegistryWithoutATable) {
  EXPECT_EQ(Project().registry_for("left"), (model::Registry{"", model::RegistryClass::unknown}));
}

}  // namespace
}  // namespace cordon::checks
