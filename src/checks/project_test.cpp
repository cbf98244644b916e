#include "checks/project.h"

#include <gtest/gtest.h>

namespace cordon::checks {
namespace {

TEST(Project, KnowsTheRegistryOfANameByTheClientsConfiguration) {
  model::Registries registries;
  registries.declare_private({{}, {"@acme"}, {}});
  Project project;
  project.registries = &registries;
  project.clients.of(model::Client::npm).default_registry = "https://registry.example.test/npm/";
  EXPECT_EQ(project.registry_for("left").id, "registry.example.test");
  EXPECT_EQ(project.registry_for("left").class_, model::RegistryClass::unknown);
  EXPECT_EQ(project.registry_for("@acme/left").class_, model::RegistryClass::private_);
}

TEST(Project, AsksTheClientsWhoseLockfilesItHas) {
  model::Registries registries;
  registries.declare_private({{"inner.example.test"}, {}, {}});
  Project project;
  project.registries = &registries;
  project.clients.of(model::Client::npm).default_registry = "https://npm.example.test/";
  project.clients.of(model::Client::pnpm).default_registry = "https://inner.example.test/";
  project.clients.of(model::Client::bun).default_registry = "https://bun.example.test/";
  model::Inventory& lock = project.lockfiles.emplace_back();
  lock.client = model::Client::pnpm;
  EXPECT_EQ(project.registry_for("left").class_, model::RegistryClass::private_);
  project.lockfiles.emplace_back().client = model::Client::bun;
  EXPECT_EQ(project.registry_for("left").id, "bun.example.test") << "one client fetches it from elsewhere";
}

TEST(Project, IsOfTheEcosystemOfWhatItHas) {
  model::Registries registries;
  Project project;
  project.registries = &registries;
  EXPECT_EQ(project.ecosystem(), "npm");
  model::Inventory& lock = project.lockfiles.emplace_back();
  lock.ecosystem = "crates";
  lock.client = model::Client::other;
  EXPECT_EQ(project.ecosystem(), "crates");
  EXPECT_EQ(project.registry_for("left").id, registries.classify("crates", "", "left").id);
}

TEST(Project, KnowsNoRegistryWithoutATable) {
  EXPECT_EQ(Project().registry_for("left"), (model::Registry{"", model::RegistryClass::unknown}));
}

}  // namespace
}  // namespace cordon::checks
