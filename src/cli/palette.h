// Colours, and the few layout helpers that text reports share.
#pragma once

#include <string>
#include <string_view>

#include "cli/render.h"
#include "model/purl_text.h"

namespace cordon::cli {

class Palette {
 public:
  explicit Palette(const Style& style) : on_(style.color) {}
  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string dim(std::string_view text) const { return wrap("2", text); }
  std::string severity(model::Severity severity, std::string_view text) const {
    switch (severity) {
      case model::Severity::critical: return wrap("1;37;41", text);
      case model::Severity::high: return wrap("1;31", text);
      case model::Severity::medium: return wrap("33", text);
      case model::Severity::low: return wrap("36", text);
      case model::Severity::info: return wrap("2", text);
    }
    return std::string(text);
  }

 private:
  std::string wrap(std::string_view code, std::string_view text) const {
    if (!on_) return std::string(text);
    return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
  }
  bool on_;
};

using model::purl_for_people;

// "path:line", or "path" without a line; hidden characters made visible.
std::string place_text(std::string_view path, std::uint32_t line);

}  // namespace cordon::cli
