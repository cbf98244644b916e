// A maker of events, and what tests feed it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "bus/event_sink.h"
#include "host/sensor/event_maker.h"
#include "host/sensor/testing.h"

namespace cordon::host::testing {

inline const Tag kClient{process(1), {}, {}};
inline const Tag kScript{process(1), process(5), {}};

class MakerTest : public ::testing::Test {
 protected:
  MakerTest() {
    options.identity = {"machine", "boot"};
    options.wants_read = [](std::string_view path) { return path.ends_with("/.npmrc"); };
    options.cpu_of = [this](const ProcessId& id) -> std::optional<std::uint64_t> {
      if (!alive.contains(id.pid)) return std::nullopt;
      return 7'000'000;
    };
  }

  void take(RecordHead at, RecordBody body) {
    if (!maker) maker = std::make_unique<EventMaker>(options);
    ASSERT_TRUE(maker->take({at, std::move(body)}, 1'000, sink));
  }
  // A client and the first process of its script, "sh -c" in node_modules/evil.
  void begin() {
    take(head(1, kClient), client());
    take(head(5, kScript), ForkRecord{process(1)});
    take(head(5, kScript), script("evil", "4.2.1"));
  }
  static ExecRecord client() {
    ExecRecord record;
    record.path = "/usr/bin/node";
    record.arguments = {"node", "/usr/bin/npm", "ci"};
    record.became_client = true;
    return record;
  }
  static ExecRecord script(std::string name, std::string version, std::string event = "postinstall") {
    ExecRecord record;
    record.path = "/bin/sh";
    record.directory = "/p/node_modules/" + name;
    record.environment.package_json = record.directory + "/package.json";
    record.environment.package_name = std::move(name);
    record.environment.package_version = std::move(version);
    record.environment.lifecycle_event = std::move(event);
    return record;
  }
  static ExecRecord plain(std::string path) {
    ExecRecord record;
    record.path = std::move(path);
    record.directory = "/";
    return record;
  }
  const model::Event& last() const { return sink.events.back(); }
  template <class T>
  const T& payload() const {
    return std::get<T>(last().payload);
  }

  MakerOptions options;
  std::unique_ptr<EventMaker> maker;
  bus::MemorySink sink;
  std::set<std::uint32_t> alive;
};

}  // namespace cordon::host::testing
