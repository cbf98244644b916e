// What fails in the gate's own folder is this machine's trouble, whatever the system calls it: no word of a registry,
// which answers like "there is no such package" would be taken for.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"

namespace cordon::gate {

template <class T>
Result<T> own(const std::string& folder, Result<T> result) {
  if (result) return result;
  Error error = std::move(result.error());
  error.code = ErrorCode::system;
  error.context.push_back("keeping things in " + text::visible(folder));
  return std::unexpected(std::move(error));
}

}  // namespace cordon::gate
