#include "bus/event_filter.h"

#include <gtest/gtest.h>

#include "bus/testing.h"

namespace cordon::bus {
namespace {

model::Event of_package(const char* purl) {
  model::Event event = exec_event(5, "/usr/bin/curl", {"curl", "http://sink.example.test/"});
  event.package.emplace();
  event.package->purl = purl;
  return event;
}

TEST(EventFilter, AnEmptyOneTakesAll) { EXPECT_TRUE(matches({}, of_package("pkg:npm/a@1"))); }

TEST(EventFilter, APackageIsNamedInThreeWays) {
  const model::Event scoped = of_package("pkg:npm/%40scope/a@1.0.0?x=y"), plain = of_package("pkg:npm/a@1.0.0");
  EventFilter filter;
  filter.packages = {"@scope/a"};
  EXPECT_TRUE(matches(filter, scoped));
  EXPECT_FALSE(matches(filter, plain));
  filter.packages = {"@scope/a@1.0.0"};
  EXPECT_TRUE(matches(filter, scoped));
  filter.packages = {"@scope/a@1.0.1", "pkg:npm/a@1.0.0"};
  EXPECT_FALSE(matches(filter, scoped));
  EXPECT_TRUE(matches(filter, plain));
  filter.packages = {"pkg:npm/%40scope/a"};
  EXPECT_TRUE(matches(filter, scoped));
  EXPECT_FALSE(matches(filter, exec_event(0, "/bin/sh", {})));  // on nobody's behalf
}

TEST(EventFilter, WhatWasAskedForOrDecidedOnIsAPackageToo) {
  EventFilter filter;
  filter.packages = {"a@1.0.0"};
  model::Event event;
  event.payload = model::RegistryRequestPayload{"pkg:npm/a@1.0.0", {}, true, 200, "npm", {}};
  EXPECT_TRUE(matches(filter, event));
  model::DecisionPayload decision;
  event.payload = decision;
  EXPECT_FALSE(matches(filter, event));
  decision.purl = "pkg:npm/a@1.0.0";
  event.payload = decision;
  EXPECT_TRUE(matches(filter, event));
}

TEST(EventFilter, EverythingThatIsSetMustHold) {
  const model::Event event = of_package("pkg:npm/a@1.0.0");
  EventFilter filter;
  filter.kinds = {model::EventKind::connect, model::EventKind::exec};
  filter.pids = {event.actor->pid};
  filter.contains = "SINK.example";
  filter.since_ns = event.wall_ns;
  filter.until_ns = event.wall_ns + 1;
  EXPECT_TRUE(matches(filter, event));
  const auto but = [&](auto change) {
    EventFilter other = filter;
    change(other);
    return matches(other, event);
  };
  EXPECT_FALSE(but([](EventFilter& f) { f.kinds = {model::EventKind::connect}; }));
  EXPECT_FALSE(but([](EventFilter& f) { f.pids = {1}; }));
  EXPECT_FALSE(but([](EventFilter& f) { f.contains = "other"; }));
  EXPECT_FALSE(but([](EventFilter& f) { ++f.since_ns; }));
  EXPECT_FALSE(but([](EventFilter& f) { --f.until_ns; }));
}

TEST(EventFilter, SearchesBehindWhereALineIsCut) {
  const model::Event event = exec_event(0, "/bin/sh", {"sh", "-c", std::string(5'000, 'x') + " sink.example.test"});
  EventFilter filter;
  filter.contains = "sink.example";
  EXPECT_TRUE(matches(filter, event));
  filter.contains = "source.example";
  EXPECT_FALSE(matches(filter, event));
}

}  // namespace
}  // namespace cordon::bus
