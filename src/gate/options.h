// What the gate is told when it starts.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/registries.h"
#include "net/http_server.h"
#include "policy/settings.h"

namespace cordon::gate {

// A registry that stands behind the gate.
struct Upstream {
  std::string scope;              // "@acme"; empty: for everything that no scope names
  std::string base;               // with a slash at the end
  std::string authorization;      // value of the header; empty: none
  bool is_plain = false;          // the user named it by http
  bool is_public = false;         // everybody may ask it: no private name does
  bool is_default = false;        // nobody named one: each client asks the one that is built into it
  model::Registry registry = {};  // as events name it
};

enum class OnTimeout : std::uint8_t { block, allow };

struct GateOptions {
  net::HttpServerOptions server;
  std::string public_base;  // what clients call the gate, no slash at the end; empty: by the Host of each request
  std::string folder;       // where it keeps what it has seen
  std::string events;       // file of what happens; empty: events.ndjson in the folder
  std::string host, boot;   // which machine this is, and which start of it
  std::vector<Upstream> upstreams;  // the first without a scope is the one for everything else
  std::vector<std::string> redirect_hosts;
  policy::Settings settings;
  std::int64_t minimum_age_seconds = 72 * 3600;
  bool for_one_command = false;   // ends with it, and waits for another of its kind that has the folder
  bool observe = false;           // decide and write down, and let everything through
  bool withhold_scripts = false;  // npm does not run what nobody approved
  OnTimeout on_timeout = OnTimeout::block;
  std::uint32_t examine_seconds = 60;    // of one archive
  std::uint32_t wait_seconds = 40;       // of a client for an archive that is examined; then it is asked to come again
  std::uint32_t fresh_seconds = 300;     // a document is not asked for again
  std::uint32_t stale_seconds = 86'400;  // an older one is used while the registry does not answer
  std::uint64_t memory_bytes = 48u << 20;        // of documents kept at hand
  std::uint64_t disk_bytes = 10ull << 30;        // of archives
  unsigned workers = 16;                         // requests to registries at once
  unsigned examiners = 2;                        // archives opened at once
  std::function<void(const std::string&)> tell;  // whoever runs the gate, of what goes wrong; any thread. May be empty
};

}  // namespace cordon::gate
