// Events as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/generated/event.h"

namespace cordon::bus {

// What happened, in one line with nothing hidden in it, at most 300 bytes: "curl -o /tmp/x http://sink.example.test/x",
// "203.0.113.5:8000 tcp (sink.example.test)", "deleted setup.js".
std::string event_text(const model::Event& event);
// The same uncut.
std::string whole_event_text(const model::Event& event);

// "192.0.2.1:443", "[2001:db8::5]:443".
std::string endpoint_text(std::string_view address, std::uint32_t port);

// On whose behalf: "plain-crypto-js 4.2.1 postinstall", or empty.
std::string package_text(const model::Event& event);

// "12:03:04.123456" of wall_ns, UTC.
std::string clock_text(const model::Event& event);

}  // namespace cordon::bus
