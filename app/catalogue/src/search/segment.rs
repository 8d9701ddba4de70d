//! Texts cut into what is looked up: words of the dictionary, English words, numbers, and pairs of Han characters.

use std::sync::LazyLock;

use jieba_rs::Jieba;

use super::normalise::{is_han, is_letter, stem};

/// Loaded at the first use and once a process; see the module's head for what it costs.
static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// Longer runs of letters are no words: keys, addresses, noise.
const MAX_WORD_BYTES: usize = 60;

/// A stretch of one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run<'a> {
    /// Its characters.
    pub(super) text: &'a str,
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Whether it is written in Han characters; otherwise in letters and digits.
    pub(super) han: bool,
}

/// The stretches of a normalised text; what stands between them separates.
pub(super) fn runs(text: &str) -> Vec<Run<'_>> {
    let mut found: Vec<Run<'_>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| is_letter(*c)) {
        let end = at + c.len_utf8();
        match found.last_mut() {
            Some(run) if run.start + run.text.len() == at && run.han == is_han(c) => run.text = &text[run.start..end],
            _ => found.push(Run { text: &text[at..end], start: at, han: is_han(c) }),
        }
    }
    found
}

/// A normalised text as phrases are compared: its words without what stands between them, English ones by their stems.
pub(super) fn phrase(text: &str) -> String {
    runs(text).into_iter().map(|run| if run.han { run.text.into() } else { stem(run.text) }).collect()
}

/// How much of a text can be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Words, every character and every pair of neighbours: also what no dictionary knows is found.
    Everything,
    /// Words, and pairs of neighbours that are a word: enough for long texts.
    Words,
}

/// Tells every term of a normalised text, some several times, and whether it is a word in its own right.
pub(super) fn index_terms(text: &str, depth: Depth, tell: &mut dyn FnMut(&str, bool)) {
    let mut before: Option<Run<'_>> = None;
    for run in runs(text) {
        if run.han {
            han_terms(run.text, depth, tell);
        } else if run.text.len() <= MAX_WORD_BYTES {
            tell(&stem(run.text), true);
            // e-bike is looked up as ebike too.
            if let Some(first) =
                before.filter(|first| !first.han && text[first.start + first.text.len()..run.start] == *"-")
            {
                tell(&stem(&format!("{}{}", first.text, run.text)), true);
            }
        }
        before = Some(run);
    }
}

fn han_terms(run: &str, depth: Depth, tell: &mut dyn FnMut(&str, bool)) {
    for token in JIEBA.cut_for_search(run, false) {
        let is_word = token.word.chars().nth(1).is_some();
        if is_word || depth == Depth::Everything {
            tell(token.word, is_word);
        }
    }
    let mut last: Option<(usize, char)> = None;
    for (at, c) in run.char_indices() {
        let end = at + c.len_utf8();
        if depth == Depth::Everything {
            tell(&run[at..end], false);
        }
        if let Some((start, _)) = last {
            let pair = &run[start..end];
            if depth == Depth::Everything || JIEBA.has_word(pair) {
                tell(pair, false);
            }
        }
        last = Some((at, c));
    }
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// The word, normalised.
    pub(super) text: String,
    /// Where it begins in the query, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Whether it is written in Han characters.
    pub(super) han: bool,
}

impl Token {
    /// Whether it is one Han character.
    pub(super) fn is_single(&self) -> bool {
        self.han && self.text.chars().nth(1).is_none()
    }
}

/// The words of a normalised query, each once, in order.
pub(super) fn query_tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for run in runs(text) {
        let mut add = |word: &str, start: usize| {
            tokens.push(Token { text: word.to_owned(), start, end: start + word.len(), han: run.han });
        };
        if run.han {
            for token in JIEBA.cut(run.text, false) {
                add(token.word, run.start + token.byte_start);
            }
        } else {
            add(run.text, run.start);
        }
    }
    tokens
}

/// The dictionary words inside a word, without itself.
pub(super) fn inner_words(word: &str) -> Vec<&str> {
    let inner = JIEBA.cut_for_search(word, false).into_iter().map(|token| token.word);
    inner.filter(|inner| *inner != word && inner.chars().nth(1).is_some()).collect()
}

/// Every pair of neighbouring characters of a word.
pub(super) fn pairs(word: &str) -> Vec<&str> {
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    starts.windows(3).map(|ends| &word[ends[0]..ends[2]]).collect()
}

/// How little a word says about what is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Only grammar.
    Grammar,
    /// What one does with any item: looked for where nothing else was said.
    Office,
    /// What is looked for.
    Content,
}

/// How much a query's word says.
pub(super) fn weight(word: &str) -> Weight {
    if GRAMMAR.split_ascii_whitespace().any(|known| known == word) {
        Weight::Grammar
    } else if OFFICE.split_ascii_whitespace().any(|known| known == word) {
        Weight::Office
    } else {
        Weight::Content
    }
}

const GRAMMAR: &str = "我 你 您 他 她 我们 我要 我想 咱们 自己 的 了 吗 呢 啊 吧 呀 么 嘛 哦 是 是不是 有 有没有 没有 没 在 去 到 给 把 就 \
    都 也 还 才 得 地 和 与 及 或 跟 让 从 为 被 个 这 那 这个 那个 一个 一下 请 请问 问 问问 想问 帮 帮我 帮忙 能 能不能 能否 可以 \
    可不可以 可否 是否 怎么 怎么样 怎样 如何 咋 咋个 咋办 啥 什么 什么样 什么时候 哪 哪里 哪儿 哪些 哪个 在哪 在哪里 想 要 想要 需 需要 \
    应该 该 为什么 为啥 多久 几天 多长 多长时间 现在 知道 了解 之后 以后 后 时 时候 \
    a an the of for in on at to my i we you your me it do does did can could should would will what where when which who \
    how is are be am need want please with from by or and if this that there get";

/// Whether a word names what is done to a thing and not the thing.
pub(super) fn is_act(word: &str) -> bool {
    ACTS.split_ascii_whitespace().any(|known| known == word)
}

const ACTS: &str = "补办 补领 补发 补换 补 换领 换发 换证 换 更换 申领 领取 领 登记 注册 注销 变更 更改 修改 改 查询 查 预约 缴纳 缴费 缴 交费 \
    交 报销 认定 备案 打印 开具 转移 激活 咨询 投诉 举报 报名 续签 延期 丢失 丢 遗失 挂失 解挂 重置 掉 过期 到期 失效 取消 退 开通 绑定 办结 网办 \
    renew renewal replace replacement lost register registration change check pay report book cancel new";

const OFFICE: &str = "办 办理 怎么办 咋办理 申请 申办 手续 流程 程序 步骤 方法 材料 资料 条件 要求 规定 政策 多少钱 多少 地点 地方 地址 \
    时间 业务 事项 服务 政务 指南 办事 网上 \
    apply application applying service office document documents requirement requirements procedure guide";

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str, depth: Depth) -> Vec<String> {
        let mut found = Vec::new();
        index_terms(text, depth, &mut |term, _| found.push(term.to_owned()));
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn words_pairs_and_characters_of_a_name_can_be_looked_up() {
        let found = terms("居住证 e-bike permits", Depth::Everything);
        assert_eq!(found, ["bike", "e", "ebike", "permit", "住", "住证", "居", "居住", "居住证", "证"]);
    }

    #[test]
    fn long_texts_are_looked_up_by_words() {
        assert_eq!(terms("不动产登记", Depth::Words), ["不动", "不动产", "动产", "登记"]);
    }

    #[test]
    fn a_query_is_cut_once_with_places() {
        let tokens = query_tokens("办c1驾照 ok");
        let texts: Vec<_> = tokens.iter().map(|token| (token.text.as_str(), token.start)).collect();
        assert_eq!(texts, [("办", 0), ("c1", 3), ("驾照", 5), ("ok", 12)]);
    }

    #[test]
    fn question_words_say_less_than_what_is_asked_for() {
        assert!(weight("怎么") < weight("办理") && weight("办理") < weight("居住证"));
    }

    #[test]
    fn pairs_of_a_word_overlap() {
        assert_eq!(pairs("居住证"), ["居住", "住证"]);
        assert!(pairs("证").is_empty());
    }
}
