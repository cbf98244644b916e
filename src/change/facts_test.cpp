#include "change/facts.h"

#include <gtest/gtest.h>

#include "change/testing.h"

namespace cordon::change {
namespace {

using testing::Lockfile;

const ReleaseChange& added(const Delta& delta, std::string_view name) {
  return *std::ranges::find(delta.added, name, &ReleaseChange::name);
}

Facts facts_of(Lockfile& before, Lockfile& after, std::string_view name) {
  const Delta delta = compare(*before, *after);
  return FactFinder(*before, *after, delta).of(added(delta, name));
}

// A name of which no list knows, and that looks like nothing.
constexpr std::string_view kStrange = "zqxwv-unheard-of-thing";

TEST(Facts, SayWhichReleaseOfTheCarrierBroughtIt) {
  Lockfile before("axios@1.14.0 x@1.0.0"), after("axios@1.14.1 x@1.0.0 zqxwv-unheard-of-thing@4.2.1");
  before.asks("axios x");
  after.asks("axios x").requires_("axios", kStrange);
  const Facts facts = facts_of(before, after, kStrange);
  EXPECT_EQ(facts.way, Way::bumped);
  EXPECT_EQ(facts.bump, Bump::patch);
  EXPECT_EQ(facts.carrier, "axios 1.14.1 (after 1.14.0)");
  EXPECT_TRUE(facts.only_change);
  EXPECT_EQ(facts.listed, false);
  EXPECT_FALSE(facts.script.has_value());
  EXPECT_EQ(facts.place.line, 30u);
}

TEST(Facts, SeeThatOtherThingsChangedToo) {
  Lockfile before("axios@1.14.0 x@1.0.0"), after("axios@1.14.1 x@1.0.1 zqxwv-unheard-of-thing@4.2.1");
  before.asks("axios x");
  after.asks("axios x").requires_("axios", kStrange);
  EXPECT_FALSE(facts_of(before, after, kStrange).only_change);
}

TEST(Facts, KnowPopularNames) {
  Lockfile before("a@1.0.0"), after("a@1.0.1 semver@7.0.0");
  before.asks("a");
  after.asks("a").requires_("a", "semver");
  const Facts facts = facts_of(before, after, "semver");
  EXPECT_EQ(facts.listed, true);
  EXPECT_GT(facts.decibels.value_or(0), 80);
  EXPECT_TRUE(facts.looks_like.empty());
}

TEST(Facts, WhatBroughtItMayBeNamedByIt) {
  Lockfile before("webpack@5.0.0"), after("webpack@5.0.1 webpack-zqxwv@1.0.0");
  before.asks("webpack");
  after.asks("webpack").requires_("webpack", "webpack-zqxwv");
  const Facts facts = facts_of(before, after, "webpack-zqxwv");
  EXPECT_EQ(facts.family, "webpack");
  EXPECT_TRUE(facts.holds_name.empty());
}

TEST(Facts, OnlyTheOwnerOfAScopePublishesThere) {
  Lockfile before("a@1.0.0 @zqxwv/one@1.0.0"), after("a@1.0.1 @zqxwv/one@1.0.0 @zqxwv/two@1.0.0");
  before.asks("a @zqxwv/one");
  after.asks("a @zqxwv/one").requires_("a", "@zqxwv/two");
  EXPECT_EQ(facts_of(before, after, "@zqxwv/two").known_scope, "@zqxwv");
}

TEST(Facts, SeeWhereItComesFrom) {
  Lockfile before("a@1.0.0"), after("a@1.0.0 b@1.0.0 c@1.0.0 d@1.0.0");
  before.asks("a");
  after.asks("a b c d");
  for (const char* name : {"a", "b", "c"}) after.at(name).integrity = {"sha512-x"};
  after.at("b").origin = model::Origin::git;
  after.at("b").resolved = "git+https://example.invalid/b.git#0";
  after.at("c").registry = {"other.example.test", model::RegistryClass::unknown};
  EXPECT_EQ(facts_of(before, after, "b").no_registry, "git+https://example.invalid/b.git#0");
  EXPECT_EQ(facts_of(before, after, "c").other_registry, "other.example.test");
  EXPECT_TRUE(facts_of(before, after, "d").no_integrity);
  EXPECT_FALSE(facts_of(before, after, "c").no_integrity);
}

TEST(Facts, ANameIsVouchedForByWhereItComesFrom) {
  Lockfile before("a@1.0.0"), after("a@1.0.0 b@1.0.0 c@1.0.0 d@1.0.0 e@1.0.0");
  before.asks("a");
  after.asks("a b c d e");
  after.at("b").origin = model::Origin::git;
  after.at("c").registry = {"other.example.test", model::RegistryClass::unknown};
  after.at("d").registry = {"own.example.test", model::RegistryClass::private_};
  EXPECT_FALSE(facts_of(before, after, "b").is_vouched);
  EXPECT_FALSE(facts_of(before, after, "c").is_vouched);
  EXPECT_FALSE(facts_of(before, after, "c").is_counted);
  EXPECT_TRUE(facts_of(before, after, "d").is_vouched);
  EXPECT_FALSE(facts_of(before, after, "d").is_counted);
  after.at("e").registry = {"npm", model::RegistryClass::public_};
  EXPECT_TRUE(facts_of(before, after, "e").is_counted);
}

TEST(Facts, FilesSayWhatRunsAndWhoImportsIt) {
  Lockfile before("axios@1.14.0"), after("axios@1.14.1 zqxwv-unheard-of-thing@4.2.1");
  before.asks("axios");
  after.asks("axios").requires_("axios", kStrange);
  PackageFacts carrier, own;
  own.scripts = {{"postinstall", "node setup.js"}};
  const auto lookup = [&](const model::Component& each) { return each.name == "axios" ? &carrier : &own; };
  const auto facts = [&] {
    const Delta delta = compare(*before, *after);
    return FactFinder(*before, *after, delta, {lookup, {}, {}}).of(added(delta, kStrange));
  };
  EXPECT_EQ(facts().imported, false);
  EXPECT_EQ(facts().script, true);
  EXPECT_EQ(facts().script_text, "postinstall: node setup.js");
  carrier.named = {std::string(kStrange)};
  EXPECT_EQ(facts().imported, true);
  carrier = {};
  carrier.is_partial = true;  // what was not read may import it
  EXPECT_FALSE(facts().imported.has_value());
  own.scripts.clear();
  EXPECT_EQ(facts().script, false);
  own.is_installed = true;  // what ran may have rewritten it
  EXPECT_FALSE(facts().script.has_value());
  carrier = {};
  after->edges.back().kind = model::EdgeKind::optional;
  EXPECT_FALSE(facts().imported.has_value());
}

TEST(Facts, AReleaseThatGainsAScriptIsToldFromOneThatHadIt) {
  Lockfile before("a@1.0.0"), after("a@1.0.1");
  const auto gained = [&] {
    const Delta delta = compare(*before, *after);
    return FactFinder(*before, *after, delta).of(delta.changed.at(0)).script_gained;
  };
  after.at("a").install_script = model::InstallScript::yes;
  EXPECT_FALSE(gained());  // nobody knows what the release before did
  before.at("a").install_script = model::InstallScript::no;
  EXPECT_TRUE(gained());
  before.at("a").install_script = model::InstallScript::yes;
  EXPECT_FALSE(gained());
}

TEST(Facts, HoldTheLockfileAgainstTheRegistrysManifest) {
  Lockfile before("axios@1.14.0"), after("axios@1.14.1 zqxwv-unheard-of-thing@4.2.1");
  before.asks("axios");
  after.asks("axios").requires_("axios", kStrange);
  Packument axios;
  axios.name = "axios";
  axios.releases["1.14.1"].published = 1'000'000;
  Sources sources;
  sources.packuments = [&](const model::Component& component) { return component.name == "axios" ? &axios : nullptr; };
  sources.now = 1'000'000 + 5 * 3'600;
  const auto facts = [&](std::string_view name) {
    const Delta delta = compare(*before, *after);
    const auto& list = name == "axios" ? delta.changed : delta.added;
    return FactFinder(*before, *after, delta, sources).of(*std::ranges::find(list, name, &ReleaseChange::name));
  };
  EXPECT_EQ(facts(kStrange).untold_by, "axios 1.14.1");
  EXPECT_EQ(facts("axios").hours_old, 5);
  after->client = model::Client::pnpm;
  EXPECT_EQ(facts(kStrange).untold_by, "") << "pnpm adds dependencies by lists of its own";
  after->client = model::Client::npm;
  axios.releases["1.14.1"].dependencies.emplace(kStrange);
  EXPECT_EQ(facts(kStrange).untold_by, "");
  axios.releases.clear();
  EXPECT_EQ(facts(kStrange).untold_by, "") << "a release that the registry does not have";
}

TEST(Facts, AReleaseThatTheRegistryDoesNotHaveIsTold) {
  Lockfile before("axios@1.14.0"), after("axios@1.14.1 zqxwv-unheard-of-thing@4.2.1");
  before.asks("axios");
  after.asks("axios").requires_("axios", kStrange);
  after.at("axios").install_script = model::InstallScript::no;
  Packument told;
  told.releases["1.14.0"].published = 1'000'000;
  Sources sources;
  sources.packuments = [&](const model::Component&) { return &told; };
  const Delta delta = compare(*before, *after);
  const FactFinder finder(*before, *after, delta, sources);
  EXPECT_FALSE(finder.of(delta.changed.front()).not_in_registry) << "the document may be older than the release";
  told.is_current = true;
  EXPECT_TRUE(finder.of(delta.changed.front()).not_in_registry);
  EXPECT_TRUE(finder.of(added(delta, kStrange)).not_in_registry);
  const model::Risk risk = assess(finder.of(delta.changed.front()));
  EXPECT_EQ(risk.verdict, model::VerdictValue::review) << risk.points;
  EXPECT_EQ(std::ranges::count(risk.unknown, "how old the release is"), 1);
  told.releases["1.14.1+build"] = {};
  EXPECT_FALSE(finder.of(delta.changed.front()).not_in_registry);
}

TEST(Facts, ARegistryThatTellsOfAScriptIsBelievedAgainstALockfile) {
  Lockfile before("axios@1.14.0"), after("axios@1.14.1 zqxwv-unheard-of-thing@4.2.1");
  before.asks("axios");
  after.asks("axios").requires_("axios", kStrange);
  after.at(kStrange).install_script = model::InstallScript::no;
  before.at("axios").install_script = after.at("axios").install_script = model::InstallScript::no;
  Packument told;
  told.releases["4.2.1"].script = told.releases["1.14.1"].script = true;
  Sources sources;
  sources.packuments = [&](const model::Component&) { return &told; };
  const Delta delta = compare(*before, *after);
  const FactFinder finder(*before, *after, delta, sources);
  EXPECT_EQ(finder.of(added(delta, kStrange)).script, true);
  // A lockfile that was made from a mirror has no such flags on either side: nothing was gained.
  EXPECT_FALSE(finder.of(delta.changed.front()).script_gained);
}

}  // namespace
}  // namespace cordon::change
