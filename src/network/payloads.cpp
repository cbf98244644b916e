#include "network/payloads.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/credentials.h"
#include "base/text.h"
#include "network/ja3.h"
#include "network/ja4.h"

namespace cordon::network {

namespace {

constexpr std::size_t kMostNameBytes = 512, kMostPathBytes = 2048, kMostAlpn = 32;
constexpr std::size_t kMostQuestions = 16;

std::string_view protocol_of(const Flow& flow) { return flow.tcp ? "tcp" : "udp"; }

// The target as it was asked for. Credentials are found by the shape of an address, which the usual form of a target
// ("/path?query") has only with something before it.
std::string safe_target(std::string_view target) {
  constexpr std::string_view kBefore = "http://h";
  std::string text = text::visible(target, kMostPathBytes);
  if (!text.starts_with('/')) return without_tokens(without_credentials(std::move(text)));
  text = without_tokens(without_credentials(std::string(kBefore) + text));
  return text.starts_with(kBefore) ? text.substr(kBefore.size()) : text;
}

std::vector<std::string> answers_of(const DnsMessage& message) {
  std::vector<std::string> out;
  for (const DnsRecord& record : message.answers) {
    if (out.size() == kMostAnswers) break;
    out.push_back(record.text);
  }
  const std::size_t more = message.answers.size() - out.size() + message.records_left_out;
  if (more > 0) out.push_back(fmt::format("+{}", more));
  return out;
}

}  // namespace

model::Flow flow_of(const Flow& flow, bool from_client) {
  const Endpoint& client = from_client ? flow.client : flow.server;
  const Endpoint& server = from_client ? flow.server : flow.client;
  return {.protocol = std::string(protocol_of(flow)),
          .client_address = client.address.text(),
          .client_port = client.port,
          .server_address = server.address.text(),
          .server_port = server.port};
}

model::ConnectPayload connect_payload(const Flow& flow) {
  model::ConnectPayload out;
  out.stage = model::ConnectStage::sent;
  out.protocol = protocol_of(flow);
  out.address = flow.server.address.text();
  out.port = flow.server.port;
  out.source_address = flow.client.address.text();
  out.source_port = flow.client.port;
  if (!flow.name.empty()) out.name = flow.name;
  const std::string_view application = to_string(flow.application);
  if (!application.empty()) out.application = std::string(application);
  return out;
}

model::TlsPayload tls_payload(const ClientHello& hello, const Flow& flow, bool from_client) {
  model::TlsPayload out;
  out.version = version_name(highest_version(hello));
  if (hello.server_name) out.server_name = text::visible(*hello.server_name, kMostNameBytes);
  for (const std::string& protocol : hello.alpn) {
    if (out.alpn.size() == kMostAlpn) break;
    out.alpn.push_back(text::visible(protocol));
  }
  out.ja3 = ja3(hello);
  out.ja4 = ja4(hello);
  out.flow = flow_of(flow, from_client);
  return out;
}

model::HttpPayload http_payload(const RequestHead& head, std::optional<std::uint32_t> status, const Flow& flow,
                                bool from_client) {
  model::HttpPayload out;
  out.method = text::visible(head.method);
  out.host = without_credentials(text::visible(head.host, kMostNameBytes));
  out.path = safe_target(head.target);
  if (head.user_agent) out.user_agent = without_credentials(text::visible(*head.user_agent, kMostNameBytes));
  out.status = status;
  out.flow = flow_of(flow, from_client);
  return out;
}

std::vector<model::DnsPayload> dns_payloads(const DnsMessage& message, const Flow& flow) {
  std::vector<model::DnsPayload> out;
  const auto add = [&](const std::string& name, std::uint16_t type) -> model::DnsPayload& {
    model::DnsPayload payload;
    payload.name = name;
    payload.type = dns_type_name(type);
    if (message.response) payload.response = dns_code_name(message.code);
    payload.flow = flow_of(flow);
    return out.emplace_back(std::move(payload));
  };
  for (const DnsQuestion& question : message.questions) {
    if (out.size() == kMostQuestions) break;
    model::DnsPayload& payload = add(question.name, question.type);
    if (message.response && out.size() == 1) payload.answers = answers_of(message);
  }
  if (!message.questions.empty()) return out;
  for (const DnsRecord& record : message.answers) {
    const std::string type = dns_type_name(record.type);
    auto same = std::ranges::find_if(
        out, [&](const model::DnsPayload& each) { return each.name == record.name && each.type == type; });
    if (same == out.end() && out.size() == kMostQuestions) break;
    model::DnsPayload& payload = same == out.end() ? add(record.name, record.type) : *same;
    if (payload.answers.size() < kMostAnswers) payload.answers.push_back(record.text);
  }
  return out;
}

}  // namespace cordon::network
