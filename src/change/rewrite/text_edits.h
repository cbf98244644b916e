// Changes of a text that leave every byte between them as it is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::change {

class TextEdits {
 public:
  // Puts `text` in the place of source[begin, end). An empty place is an insertion; several at one place stand in the
  // order they were added.
  void replace(std::size_t begin, std::size_t end, std::string text) {
    edits_.push_back({begin, end, std::move(text)});
  }
  bool empty() const { return edits_.empty(); }

  // Fails with internal where two changes overlap or one leaves the text.
  Result<std::string> apply(std::string_view source) const;

 private:
  struct Edit {
    std::size_t begin, end;
    std::string text;
  };
  std::vector<Edit> edits_;
};

}  // namespace cordon::change
