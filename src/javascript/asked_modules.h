// Which modules code asks for.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace cordon::javascript {

enum class AskedBy : std::uint8_t {
  import,          // import … from "x", import "x", export … from "x"
  dynamic_import,  // import("x")
  require,         // require("x"), require.resolve("x"), module.require("x")
  literal,         // any other text: a configuration may hand it to something that loads it
};

struct AskedModule {
  std::string name;  // as the code gives it when it runs, pieces put together: "axios", "./lib/a.js"
  AskedBy by = AskedBy::literal;
  bool is_beginning = false;  // what follows is only known when the code runs: require("core-js/" + name)
  std::uint32_t begin = 0;    // offset of the literal
};

struct AskedCounts {
  std::uint32_t computed = 0;  // modules whose names are not there to read: require(x), import(`a${b}`)
};

// Hands out what is asked for and every other literal that has no blank in it and at most 214 bytes, the longest that
// a name may have; in order of the text. Literals that are put together with + count as one. Comments and expressions
// between slashes ask for nothing. Of JSON all texts are literals. Linear.
AskedCounts asked_modules(std::string_view code, const std::function<void(AskedModule&&)>& take);

}  // namespace cordon::javascript
