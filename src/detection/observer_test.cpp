#include "detection/observer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "detection/builtin_rules.h"
#include "detection/testing.h"

namespace cordon::detection {
namespace {

using testing::EventMaker;
using enum model::FileOperation;

Observer observer(const ObserverLimits& limits = {}) {
  auto places = builtin_places();
  EXPECT_TRUE(places);
  return Observer(*std::move(places), model::Registries(), limits);
}

std::vector<std::string> texts(const std::optional<Observation>& seen, Field field) {
  if (!seen) return {};
  const auto found = seen->record.values().texts(static_cast<std::size_t>(field));
  return {found.begin(), found.end()};
}

std::optional<bool> flag(const std::optional<Observation>& seen, Field field) {
  return seen ? seen->record.values().flag(static_cast<std::size_t>(field)) : std::nullopt;
}

std::optional<std::int64_t> number(const std::optional<Observation>& seen, Field field) {
  return seen ? seen->record.values().number(static_cast<std::size_t>(field)) : std::nullopt;
}

TEST(Observer, KnowsTheShellInWhichTheClientRunsAScript) {
  Observer all = observer();
  EventMaker maker;
  all.look(maker.make(5, 4, model::ExecPayload{"/usr/bin/npm", {"npm", "ci"}, "/home/dev/app"}, true));
  EXPECT_EQ(flag(all.look(maker.exec(10, 5, {"sh", "-c", "node a.js"})), Field::process_is_script_shell), true);
  all.look(maker.exec(10, 5, {"node", "a.js"}));
  EXPECT_EQ(flag(all.look(maker.exec(11, 10, {"sh", "-c", "ls"})), Field::process_is_script_shell), false);
  all.look(maker.exec(12, 10, {"node", "/usr/bin/npm", "install"}));
  EXPECT_EQ(flag(all.look(maker.exec(13, 12, {"sh", "-c", "node b.js"})), Field::process_is_script_shell), true);
}

TEST(Observer, GivesAProcessThatWasReparentedItsScript) {
  Observer all = observer();
  EventMaker maker;
  all.look(maker.exec(10, 5, {"node", "a.js"}));
  const auto seen = all.look(maker.exec(99, 1, {"sh", "-c", "id"}));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->script->name, "left");
  EXPECT_EQ(all.look(maker.exec(10, 5, {"node", "b.js"}))->script, seen->script);
}

TEST(Observer, FindsTheHostsOfACommandLine) {
  Observer all = observer();
  EventMaker maker;
  const auto seen =
      all.look(maker.exec(10, 5, {"sh", "-c", "curl 'https://u:p@Evil.invalid:8/x' http://127.0.0.1/ x://y"}));
  EXPECT_EQ(texts(seen, Field::process_hosts), (std::vector<std::string>{"evil.invalid", "127.0.0.1"}));
  EXPECT_EQ(texts(seen, Field::process_foreign_hosts), std::vector<std::string>{"evil.invalid"});
}

TEST(Observer, TellsWhichFilesTheScriptMade) {
  Observer all = observer();
  EventMaker maker;
  all.look(maker.file(10, create, "/tmp/x/../a.part"));
  model::Event rename_event = maker.make(10, 0, model::FilePayload{rename, "/tmp/a.part", "/tmp/a.py", std::nullopt});
  const auto renamed = all.look(rename_event);
  EXPECT_EQ(flag(renamed, Field::file_is_created), true);
  EXPECT_EQ(texts(renamed, Field::file_path), (std::vector<std::string>{"/tmp/a.part", "/tmp/a.py"}));
  const auto run = all.look(maker.exec(11, 10, {"python3.11", "-u", "/tmp/a.py"}));
  EXPECT_EQ(flag(run, Field::process_is_created), true);
  EXPECT_EQ(texts(run, Field::process_place), std::vector<std::string>{"temp"});
  EXPECT_EQ(flag(all.look(maker.exec(12, 10, {"unzip", "/tmp/a.py"})), Field::process_is_created), false);
}

TEST(Observer, CountsFilesOfTheProjectThatWereThereBefore) {
  Observer all = observer();
  EventMaker maker;
  all.look(maker.file(10, create, "/home/dev/app/new.js"));
  all.look(maker.file(10, write, "/home/dev/app/new.js"));
  all.look(maker.file(10, write, "/home/dev/app/old.js"));
  all.look(maker.file(10, write, "/home/dev/app/package-lock.json"));
  const auto seen = all.look(maker.file(10, delete_, "/home/dev/app/README.md"));
  EXPECT_EQ(number(seen, Field::script_project_files_changed), 2);
  EXPECT_EQ(number(seen, Field::script_project_files_written), 3);
}

TEST(Observer, AddsUpProcessorTimeOfAScript) {
  Observer all = observer();
  EventMaker maker;
  all.look(maker.exec(10, 5, {"node", "a.js"}));
  all.look(maker.make(10, 0, model::UsagePayload{3 * testing::kSecond, 4 * testing::kSecond}));
  const auto seen = all.look(maker.make(10, 0, model::UsagePayload{6 * testing::kSecond, 8 * testing::kSecond}));
  EXPECT_EQ(number(seen, Field::process_cpu_seconds), 6);
  EXPECT_NEAR(static_cast<double>(number(seen, Field::process_cpu_percent).value_or(0)), 75, 1);
  const auto other = all.look(maker.make(11, 10, model::ExitPayload{0, 0, 2 * testing::kSecond, {}}));
  EXPECT_EQ(number(other, Field::script_cpu_seconds), 8);
}

TEST(Observer, JoinsACaptureToTheProcessByTheTwoEnds) {
  Observer all = observer();
  EventMaker maker;
  model::ConnectPayload connect;
  connect.stage = model::ConnectStage::sent;
  connect.protocol = "tcp";
  connect.address = "203.0.113.7";
  connect.port = 80;
  connect.source_address = "192.0.2.2";
  connect.source_port = 4000;
  all.look(maker.exec(10, 5, {"node", "a.js"}));
  all.look(maker.make(10, 0, connect));
  model::HttpPayload request;
  request.method = "POST";
  request.flow = {"tcp", "192.0.2.2", 4000, "203.0.113.7", 80};
  const auto seen = all.look(maker.make(0, 0, request, true));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->package.purl, "pkg:npm/left@1.0.0");
  EXPECT_EQ(texts(seen, Field::http_kind), std::vector<std::string>{"foreign"});
  EXPECT_EQ(texts(seen, Field::process_name), std::vector<std::string>{"node"});
  request.flow.client_port = 4001;
  EXPECT_FALSE(all.look(maker.make(0, 0, request, true)));
}

TEST(Observer, DoesNotLearnRegistriesFromACapture) {
  Observer all = observer();
  EventMaker maker;
  all.look(maker.make(0, 0, maker.connect(1, "203.0.113.7", 80).payload, true));
  EXPECT_EQ(texts(all.look(maker.connect(10, "203.0.113.7", 80)), Field::connect_kind),
            std::vector<std::string>{"foreign"});
}

TEST(Observer, StaysWithinItsLimits) {
  ObserverLimits limits;
  limits.scripts = 3;
  limits.processes = 3;
  Observer all = observer(limits);
  EventMaker maker;
  for (int i = 0; i < 50; ++i) {
    maker.package.purl = "pkg:npm/p" + std::to_string(i) + "@1.0.0";
    all.look(maker.exec(static_cast<std::uint32_t>(100 + i), 5, {"node", "a.js"}));
  }
  EXPECT_EQ(all.scripts_evicted(), 47u);
  EXPECT_EQ(all.processes_evicted(), 47u);
  for (std::size_t i = 0; i < Script::kMostPaths + 10; ++i)
    all.look(maker.file(10, create, "/tmp/" + std::to_string(i)));
  EXPECT_EQ(all.facts_left_out(), 10u);
}

}  // namespace
}  // namespace cordon::detection
