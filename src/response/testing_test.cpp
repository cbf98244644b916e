#include "response/testing.h"

#include <stdlib.h>

#include <fstream>
#include <iterator>

#include "base/json_write.h"
#include "model/finding.h"

namespace cordon::response::testing {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "cordon-case-XXXXXX").string();
  if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(std::string_view name, std::string_view content) const {
  const std::string path = *this / name;
  overwrite(path, content);
  return path;
}

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void overwrite(const std::string& path, std::string_view content) {
  std::error_code ignored;
  fs::permissions(path, fs::perms::owner_write, fs::perm_options::add, ignored);
  std::ofstream(path, std::ios::binary) << content;
}

model::Event event_of_client(std::uint64_t seq, model::EventPayload payload, std::uint32_t pid) {
  model::Event event;
  event.schema = "cordon.event/1";
  event.host = "host-1";
  event.boot = "boot-1";
  event.sensor = "watch";
  event.seq = seq;
  event.id = "host-1/boot-1/watch/" + std::to_string(seq);
  event.wall_ns = (1'774'917'000 + seq) * 1'000'000'000;  // 2026-03-31T00:30:00Z
  event.mono_ns = seq * 1'000'000'000;
  event.actor = model::Actor{pid, pid * 1'000u, std::nullopt, 1000u, "/usr/bin/node"};
  event.payload = std::move(payload);
  return event;
}

model::Event event(std::uint64_t seq, model::EventPayload payload, std::uint32_t pid, std::uint32_t parent) {
  model::Event event = event_of_client(seq, std::move(payload), pid);
  event.actor->parent_pid = parent;
  model::Attribution package;
  package.purl = "pkg:npm/plain-crypto-js@4.2.1";
  package.integrity = "sha512-AAAA";
  package.install_path = "/home/user/shop/node_modules/plain-crypto-js";
  package.phase = model::Phase::postinstall;
  package.script = "node setup.js";
  package.run_id = "run-1";
  event.package = std::move(package);
  return event;
}

std::string event_line(const model::Event& event) {
  std::string line;
  json::Writer writer(line, 0);
  model::write(writer, event);
  return line + "\n";
}

model::Finding finding(std::string rule, model::Severity severity, std::string event_id, std::string purl) {
  model::FindingInput input;
  input.rule_id = std::move(rule);
  input.title = "what " + input.rule_id + " saw";
  input.kind = model::FindingKind::behaviour;
  input.severity = severity;
  input.subject.kind = model::SubjectKind::package;
  input.subject.purl = std::move(purl);
  input.evidence.push_back(
      {model::EvidenceKind::event, std::move(event_id), std::nullopt, "curl -o /tmp/ld.py", "detection"});
  input.tags = {"attack.t1059.004"};
  input.remedy = {{1, "take the machine off the network", std::nullopt}};
  return model::make_finding(std::move(input)).value_or(model::Finding());
}

std::string report_text(const std::vector<model::Finding>& findings, std::string_view headline) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().member("schema", "cordon.watch/1");
  writer.key("answer").begin_object().member("headline", headline).end_object();
  writer.key("findings").begin_array();
  for (const model::Finding& each : findings) model::write(writer, each);
  writer.end_array().key("coverage");
  model::write(writer, model::Coverage());
  writer.end_object();
  return text + "\n";
}

}  // namespace cordon::response::testing
