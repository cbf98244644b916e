// A streaming JSON writer: stable order, no tree.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::json {

class Writer {
 public:
  // indent 0 writes everything on one line (NDJSON).
  explicit Writer(std::string& out, int indent = 2) : out_(out), indent_(indent) {}

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& string(std::string_view text);
  Writer& integer(std::int64_t number);
  Writer& unsigned_integer(std::uint64_t number);
  Writer& boolean(bool value);
  Writer& null();

  // key and value in one call
  Writer& member(std::string_view name, std::string_view text) { return key(name).string(text); }
  Writer& member(std::string_view name, const char* text) { return key(name).string(text); }
  Writer& member(std::string_view name, const std::string& text) { return key(name).string(text); }
  Writer& member(std::string_view name, bool value) { return key(name).boolean(value); }
  Writer& member(std::string_view name, std::int64_t number) { return key(name).integer(number); }
  Writer& member(std::string_view name, std::uint64_t number) { return key(name).unsigned_integer(number); }
  Writer& member(std::string_view name, std::uint32_t number) { return key(name).unsigned_integer(number); }
  Writer& member(std::string_view name, int number) { return key(name).integer(number); }

 private:
  void before_value();
  void close(char bracket);
  void new_line();

  struct Level {
    bool object = false;
    bool empty = true;
  };
  std::string& out_;
  int indent_;
  std::vector<Level> levels_;
  bool after_key_ = false;
};

}  // namespace cordon::json
