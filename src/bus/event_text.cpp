#include "bus/event_text.h"

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

#include "base/text.h"
#include "model/purl_text.h"

namespace cordon::bus {
namespace {

constexpr std::size_t kTextBytes = 300;
constexpr std::size_t kUncut = SIZE_MAX;

std::string text_of(const model::ExecPayload& exec) {
  if (exec.arguments.empty()) return exec.path;
  const std::string_view called = exec.arguments.front();
  const bool is_same = exec.path.ends_with(called.substr(called.rfind('/') + 1));
  return fmt::format("{}{}", fmt::join(exec.arguments, " "), is_same ? "" : " (" + exec.path + ")");
}

std::string text_of(const model::ExitPayload& exit) {
  std::string text =
      exit.signal != 0 ? fmt::format("ended by signal {}", exit.signal) : fmt::format("ended with code {}", exit.code);
  if (!exit.left_running.empty()) text += fmt::format(", left running: {}", fmt::join(exit.left_running, ", "));
  return text;
}

std::string text_of(const model::FilePayload& file) {
  std::string text = fmt::format("{} {}", to_string(file.operation), file.path);
  if (file.target) text += " to " + *file.target;
  if (file.mode && file.operation == model::FileOperation::chmod) text += fmt::format(" {:04o}", *file.mode);
  return text;
}

std::string text_of(const model::ConnectPayload& connect) {
  std::string text = fmt::format("{} {}", endpoint_text(connect.address, connect.port), connect.protocol);
  if (connect.name) text += " (" + *connect.name + ")";
  if (connect.application) text += ", " + *connect.application;
  if (connect.source_address)
    text += " from " + endpoint_text(*connect.source_address, connect.source_port.value_or(0));
  return text;
}

std::string text_of(const model::DnsPayload& dns) {
  std::string text = fmt::format("{} {}", dns.type, dns.name);
  if (dns.response && *dns.response != "NOERROR") text += " " + *dns.response;
  if (!dns.answers.empty()) text += fmt::format(": {}", fmt::join(dns.answers, ", "));
  return text;
}

std::string to(const model::Flow& flow) { return " to " + endpoint_text(flow.server_address, flow.server_port); }

std::string text_of(const model::TlsPayload& tls) {
  std::string text = tls.server_name.value_or("without a name") + to(tls.flow);
  if (tls.ja4) text += " " + *tls.ja4;
  return text;
}

std::string text_of(const model::HttpPayload& http) {
  std::string text = fmt::format("{} {}{}", http.method, http.host, http.path);
  if (http.status) text += fmt::format(" {}", *http.status);
  return text + to(http.flow);
}

std::string text_of(const model::RegistryRequestPayload& request) {
  return fmt::format("{} of {}{}", request.tarball ? "archive" : "metadata", request.purl,
                     request.status ? fmt::format(": {}", *request.status) : std::string());
}

std::string text_of(const model::DecisionPayload& decision) {
  return fmt::format("{}{}, done: {}{}{}", decision.purl ? *decision.purl + ": " : std::string(),
                     to_string(decision.verdict), to_string(decision.effect),
                     decision.rule ? ", by " + *decision.rule : std::string(),
                     decision.reason ? ": " + *decision.reason : std::string());
}

std::string text_of(const model::ActionPayload& action) {
  return fmt::format("{} {}: {}", action.action, action.target, action.outcome);
}

std::string text_of(const model::FindingPayload& payload) {
  return fmt::format("{} {}: {}", to_string(payload.finding.severity), payload.finding.rule_id, payload.finding.title);
}

std::string text_of(const model::LossPayload& loss) {
  return fmt::format("{} events lost: {}", loss.count, loss.reason);
}

std::string text_of(const model::UsagePayload& usage) {
  return fmt::format("{:.1f} s of processor time in {:.1f} s", static_cast<double>(usage.cpu_ns) / 1e9,
                     static_cast<double>(usage.elapsed_ns) / 1e9);
}

std::string text_up_to(const model::Event& event, std::size_t most_bytes) {
  return text::visible(std::visit([](const auto& payload) { return text_of(payload); }, event.payload), most_bytes);
}

}  // namespace

std::string endpoint_text(std::string_view address, std::uint32_t port) {
  return address.find(':') == std::string_view::npos ? fmt::format("{}:{}", address, port)
                                                     : fmt::format("[{}]:{}", address, port);
}

std::string event_text(const model::Event& event) { return text_up_to(event, kTextBytes); }
std::string whole_event_text(const model::Event& event) { return text_up_to(event, kUncut); }

std::string package_text(const model::Event& event) {
  if (!event.package) return {};
  const std::string_view phase = to_string(event.package->phase);
  return fmt::format("{} {}", model::purl_for_people(event.package->purl), phase);
}

std::string clock_text(const model::Event& event) {
  const std::uint64_t microseconds = event.wall_ns / 1'000;
  const std::uint64_t seconds = microseconds / 1'000'000;
  return fmt::format("{:02}:{:02}:{:02}.{:06}", seconds / 3'600 % 24, seconds / 60 % 60, seconds % 60,
                     microseconds % 1'000'000);
}

}  // namespace cordon::bus
