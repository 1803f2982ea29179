// Mutations of programs on the level of tokens, lines and declarations. Most results still parse,
// so that they reach the checker.
#ifndef ARC_COMPILER_CHECK_TOKEN_MUTATOR_H_
#define ARC_COMPILER_CHECK_TOKEN_MUTATOR_H_

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace arc {

class TokenMutator {
 public:
  // Remembers the text's parts as material for splices. Texts that do not lex are fine.
  void AddMaterial(std::string_view text);

  // `text` with one to three edits: a word, literal or operator replaced by another of its class; a
  // line that closes what it opens deleted, doubled, moved or brought in; the inside of a bracket
  // exchanged with that of another of its kind; a type written in the place of a word; a
  // declaration added; now and then any token deleted or doubled.
  std::string Mutate(std::string_view text, std::mt19937& random) const;

  // A part of a text: bytes [begin, end).
  struct Piece {
    size_t begin = 0;
    size_t end = 0;
  };

 private:
  std::vector<std::string> words_;
  std::vector<std::string> literals_;
  std::vector<std::string> lines_;
  std::vector<std::string> rounds_;  // insides of parentheses
  std::vector<std::string> declarations_;
};

}  // namespace arc

#endif  // ARC_COMPILER_CHECK_TOKEN_MUTATOR_H_
