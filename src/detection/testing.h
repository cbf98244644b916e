// Events for tests: a short form, written as YAML or made by hand. rules/behaviour/FORMAT.md describes it ("Cases").
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "model/generated/event.h"

namespace cordon::detection::testing {

constexpr std::uint64_t kSecond = 1'000'000'000;

// Makes events of one machine, in order, with ids of their own. Package, project and folder are those of a dependency
// "left@1.0.0" until they are set otherwise.
class EventMaker {
 public:
  EventMaker() {
    package.purl = "pkg:npm/left@1.0.0";
    package.install_path = "/home/dev/app/node_modules/left";
    package.phase = model::Phase::postinstall;
    package.script = "node install.js";
    package.run_id = "run-1";
    package.project = "/home/dev/app";
    package.confidence = model::AttributionConfidence::exact;
  }

  model::Event make(std::uint32_t pid, std::uint32_t parent, model::EventPayload payload, bool of_client = false) {
    model::Event out;
    out.schema = "cordon.event/1";
    out.host = "machine";
    out.boot = "boot";
    out.sensor = "watch";
    out.seq = ++seq_;
    out.id = "machine/boot/watch/" + std::to_string(seq_);
    out.mono_ns = now_ns;
    out.wall_ns = now_ns;
    if (pid != 0) {
      model::Actor actor;
      actor.pid = pid;
      actor.start_ns = starts_.try_emplace(pid, now_ns).first->second;
      actor.parent_pid = parent != 0 ? std::optional(parent) : parents_[pid];
      parents_[pid] = actor.parent_pid;
      out.actor = actor;
    }
    if (!of_client) out.package = package;
    out.payload = std::move(payload);
    return out;
  }

  model::Event exec(std::uint32_t pid, std::uint32_t parent, std::vector<std::string> arguments) {
    return make(pid, parent, model::ExecPayload{path_of(arguments.at(0)), arguments, package.install_path});
  }
  model::Event file(std::uint32_t pid, model::FileOperation operation, std::string path) {
    return make(pid, 0, model::FilePayload{operation, std::move(path), std::nullopt, std::nullopt});
  }
  model::Event connect(std::uint32_t pid, std::string address, std::uint32_t port, bool of_client = false) {
    model::ConnectPayload out;
    out.protocol = "tcp";
    out.address = std::move(address);
    out.port = port;
    return make(pid, 0, std::move(out), of_client);
  }

  // One entry of a case: { exec|exit|file|connect|http|dns|usage: {…} }.
  model::Event read(const Value& entry) {
    now_ns += kSecond / 100;
    if (entry["at"].exists()) now_ns = kStart + static_cast<std::uint64_t>(entry["at"].integer().value_or(0)) * kSecond;
    if (const auto phase = model::phase_from_string(entry["phase"].text())) package.phase = *phase;
    for (const Value::Member& member : entry.members()) {
      const auto kind = model::event_kind_from_string(member.key);
      if (!kind) continue;
      const Value& it = member.value;
      const auto number = [&](std::string_view key) {
        return static_cast<std::uint32_t>(it[key].integer().value_or(0));
      };
      const bool of_nobody = it["client"].is_true() || it["capture"].is_true();
      return make(it["capture"].is_true() ? 0 : number("pid"), number("parent"), payload(*kind, it), of_nobody);
    }
    ADD_FAILURE() << "line " << entry.line() << " holds no event";
    return {};
  }

  // Package and project of a case, where it names others.
  void read_package(const Value& it) {
    if (!it.exists()) return;
    if (it["purl"].exists()) package.purl = it["purl"].text();
    if (it["folder"].exists()) package.install_path = it["folder"].text();
    if (it["project"].exists()) package.project = it["project"].text();
    if (it["script"].exists()) package.script = it["script"].text();
    if (const auto phase = model::phase_from_string(it["phase"].text())) package.phase = *phase;
    for (const Value& each : it["contradictions"].elements()) package.contradictions.emplace_back(each.text());
  }

  static constexpr std::uint64_t kStart = 1'000 * kSecond;
  model::Attribution package;
  std::uint64_t now_ns = kStart;

 private:
  static std::string path_of(const std::string& program) {
    return program.contains('/') ? program : "/usr/bin/" + program;
  }
  static std::optional<std::string> text(const Value& it, std::string_view key) {
    return it[key].exists() ? std::optional<std::string>(it[key].text()) : std::nullopt;
  }

  model::EventPayload payload(model::EventKind kind, const Value& it) const {
    const auto number = [&](std::string_view key) { return static_cast<std::uint32_t>(it[key].integer().value_or(0)); };
    const auto seconds = [&](std::string_view key) { return static_cast<std::uint64_t>(number(key)) * kSecond; };
    switch (kind) {
      case model::EventKind::exec: {
        model::ExecPayload out;
        for (const Value& each : it["run"].elements()) out.arguments.emplace_back(each.text());
        if (out.arguments.empty()) ADD_FAILURE() << "line " << it.line() << " runs nothing";
        else out.path = text(it, "path").value_or(path_of(out.arguments[0]));
        out.directory = text(it, "directory").value_or(package.install_path.value_or("/"));
        return out;
      }
      case model::EventKind::exit: {
        model::ExitPayload out{number("code"), number("signal"), seconds("cpu_seconds"), {}};
        for (const Value& each : it["left_running"].elements())
          out.left_running.push_back(static_cast<std::uint32_t>(each.integer().value_or(0)));
        return out;
      }
      case model::EventKind::usage: return model::UsagePayload{seconds("cpu_seconds"), seconds("elapsed_seconds")};
      case model::EventKind::file: {
        const auto operation = model::file_operation_from_string(it["operation"].text());
        if (!operation) ADD_FAILURE() << "line " << it.line() << ": no such operation";
        return model::FilePayload{operation.value_or(model::FileOperation::read), std::string(it["path"].text()),
                                  text(it, "target"), std::nullopt};
      }
      case model::EventKind::connect: return connect_payload(it);
      case model::EventKind::dns:
        return model::DnsPayload{std::string(it["name"].text()), "A", "NOERROR", {}, flow(it)};
      case model::EventKind::http: {
        model::HttpPayload out;
        out.method = it["method"].text();
        out.host = it["host"].text();
        out.path = it["path"].text();
        out.flow = flow(it);
        return out;
      }
      default: ADD_FAILURE() << "line " << it.line() << ": cases have no events of this kind"; return {};
    }
  }

  static model::ConnectPayload connect_payload(const Value& it) {
    model::ConnectPayload out;
    out.protocol = text(it, "protocol").value_or("tcp");
    out.stage = it["stage"].text() == "sent" ? model::ConnectStage::sent : model::ConnectStage::asked;
    out.address = it["address"].text();
    out.port = static_cast<std::uint32_t>(it["port"].integer().value_or(443));
    out.name = text(it, "name");
    out.application = text(it, "application");
    if (it["from_port"].exists()) {
      out.source_address = "192.0.2.2";
      out.source_port = static_cast<std::uint32_t>(it["from_port"].integer().value_or(0));
    }
    return out;
  }

  static model::Flow flow(const Value& it) {
    return {"tcp", "192.0.2.2", static_cast<std::uint32_t>(it["from_port"].integer().value_or(0)),
            std::string(it["address"].text()), static_cast<std::uint32_t>(it["port"].integer().value_or(443))};
  }

  std::uint64_t seq_ = 0;
  std::map<std::uint32_t, std::uint64_t> starts_;
  std::map<std::uint32_t, std::optional<std::uint32_t>> parents_;
};

}  // namespace cordon::detection::testing
