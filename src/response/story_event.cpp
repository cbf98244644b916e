#include "response/story_event.h"

#include "model/purl.h"

namespace cordon::response {

std::string command_text(const model::ExecPayload& exec) {
  if (exec.arguments.empty()) return exec.path;
  std::string out;
  for (const std::string& argument : exec.arguments) {
    if (!out.empty()) out += ' ';
    const bool plain = !argument.empty() && argument.find_first_of(" \t\n\"'\\$`&|;<>()*?") == std::string::npos;
    if (plain) {
      out += argument;
      continue;
    }
    out += '\'';
    for (const char c : argument) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    out += '\'';
  }
  return out;
}

std::string package_text(std::string_view purl) {
  const Result<model::Purl> parsed = model::parse_purl(purl);
  if (!parsed) return std::string(purl);
  std::string out = parsed->name_space.empty() ? std::string() : parsed->name_space + "/";
  out += parsed->name;
  return parsed->version.empty() ? out : out + " " + parsed->version;
}

std::string release_key(std::string_view purl) {
  Result<model::Purl> parsed = model::parse_purl(purl);
  if (!parsed) return std::string(purl);
  parsed->qualifiers.clear();
  parsed->subpath.clear();
  return parsed->text();
}

std::string endpoint_text(std::string_view address, std::uint32_t port) {
  const bool six = address.find(':') != std::string_view::npos;
  std::string out = six ? "[" + std::string(address) + "]" : std::string(address);
  return port == 0 ? out : out + ":" + std::to_string(port);
}

}  // namespace cordon::response
