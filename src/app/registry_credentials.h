// The tokens that the user's own .npmrc has for registries.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace cordon::app {

class RegistryCredentials {
 public:
  RegistryCredentials() = default;

  // Of an .npmrc's lines "//host/path/:_authToken=…", where ${NAME} is a variable: `variable` gives its value, or an
  // empty text. A token that is none by its letters, or of a variable that is not set, is left out; of two for one
  // address the last counts. Passwords (_auth, username) are not read.
  RegistryCredentials(std::string_view npmrc, const std::function<std::string(std::string_view)>& variable);

  // The value of the Authorization header for a registry's base address: of the longest address in the .npmrc that is
  // it or above it, as npm finds it. Empty without one, and for what is not https.
  std::string for_base(std::string_view base) const;

 private:
  std::map<std::string, std::string, std::less<>> tokens_;  // "//host/path/"
};

}  // namespace cordon::app
