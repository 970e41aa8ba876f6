//! `parkcast init` and `parkcast schema`.

use super::Outcome;
use super::arguments::{InitOptions, SchemaOptions};
use super::console::{lang_of_machine, print, say, say_error};
use crate::format::schema;
use crate::text::{Lang, text};
use crate::write::WriteError;
use crate::{starter, write};

/// Name of the schema beside the starter scenario, which its first line points to.
const SCHEMA_FILE: &str = "scenario.schema.json";

/// Writes a commented scenario, a roster to fill in and the schema for editors into a folder; replaces nothing.
pub fn init(options: &InitOptions) -> Outcome {
    let lang = lang_of_machine(options.lang);
    let mut files = match starter::files() {
        Ok(files) => files,
        Err(error) => {
            say_error(
                &text!("无法生成示例文件：{error}", "the starter files could not be made: {error}"),
                lang,
            );
            return Outcome::Failed;
        }
    };
    files.push((SCHEMA_FILE.into(), schema_text(lang).into_bytes()));
    if let Err(error) = write::write_new(&options.dir, &files) {
        say_error(&error.text(), lang);
        return if matches!(error, WriteError::Exists { .. }) { Outcome::Refused } else { Outcome::Failed };
    }
    let dir = options.dir.display();
    let next = text!(
        "已写入 {dir}：填写 enterprises.xlsx，修改 scenario.toml，然后运行 parkcast run {dir}/scenario.toml",
        "written to {dir}: fill in enterprises.xlsx, edit scenario.toml, then parkcast run {dir}/scenario.toml"
    );
    say(next.get(lang));
    Outcome::Done
}

/// Prints the format's JSON Schema, described in the language asked for, else the environment's.
pub fn schema(options: &SchemaOptions) -> Outcome {
    let text = schema_text(lang_of_machine(options.lang));
    if print(&text).is_err() { Outcome::Failed } else { Outcome::Done }
}

fn schema_text(lang: Lang) -> String {
    format!("{:#}\n", schema::schema(lang))
}
