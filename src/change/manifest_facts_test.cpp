#include "change/manifest_facts.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

ReleaseMetadata told() {
  ReleaseMetadata out;
  out.dependencies = {"form-data"};
  out.peers = {"debug"};
  out.tells_scripts = true;
  return out;
}

PackageFacts archive() {
  PackageFacts out;
  out.dependencies = {"form-data"};
  return out;
}

TEST(ManifestFacts, SayWhatTheArchiveHasAndTheRegistryDoesNotTell) {
  EXPECT_EQ(hidden_in_archive(told(), "axios", archive()), "");
  PackageFacts more = archive();
  more.dependencies.emplace("plain-crypto-js");
  EXPECT_EQ(hidden_in_archive(told(), "axios", more), "asks for plain-crypto-js");
  PackageFacts runs = archive();
  runs.scripts = {{"postinstall", "node setup.js", false}};
  EXPECT_EQ(hidden_in_archive(told(), "axios", runs), "runs something at postinstall");
  PackageFacts other = archive();
  other.name = "evil";
  EXPECT_EQ(hidden_in_archive(told(), "axios", other), "is called evil");
}

TEST(ManifestFacts, SayNothingOfWhatIsUnknownOrOrdinary) {
  PackageFacts runs = archive();
  runs.scripts = {{"install", "node-gyp rebuild (for its binding.gyp)", true}};
  EXPECT_EQ(hidden_in_archive(told(), "axios", runs), "") << "clients build it without being told";
  runs.scripts = {{"postinstall", "node setup.js", false}};
  ReleaseMetadata without = told();
  without.tells_scripts = false;
  EXPECT_EQ(hidden_in_archive(without, "axios", runs), "") << "a short document tells no scripts";
  runs.is_installed = true;
  EXPECT_EQ(hidden_in_archive(told(), "axios", runs), "") << "what ran can have rewritten it";
  PackageFacts less;
  EXPECT_EQ(hidden_in_archive(told(), "axios", less), "") << "what the archive lacks is not hidden in it";
}

TEST(ManifestFacts, APackageIsAskedForByNameAliasOrAsAPeer) {
  model::Component component;
  component.name = "debug";
  EXPECT_TRUE(asks_for(told(), component));
  component.name = "other";
  EXPECT_FALSE(asks_for(told(), component));
  component.alias = "form-data";
  EXPECT_TRUE(asks_for(told(), component));
}

}  // namespace
}  // namespace cordon::change
