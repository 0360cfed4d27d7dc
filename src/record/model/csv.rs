//! Tables of separated values (RFC 4180), written and read.

/// Rows as comma-separated values (RFC 4180), with the mark that tells spreadsheets of UTF-8. A cell that a spreadsheet
/// would take for a formula is made text; numbers stay numbers.
pub fn write(rows: &[Vec<String>]) -> String {
    let mut out = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| csv_cell(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn csv_cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = match formula && crate::native::parse_number(text).is_none() {
        true => ["'", text].concat(),
        false => text.to_owned(),
    };
    match text.contains(['"', ',', '\n', '\r']) {
        true => ["\"", &text.replace('"', "\"\""), "\""].concat(),
        false => text,
    }
}

/// A record of a table, with the number of the line that it begins in, counted from one.
pub type Record = (usize, Vec<String>);

/// The records of a table whose cells are separated by tabs, semicolons or commas: by whichever makes most records alike.
/// Empty lines are left out.
pub fn read(text: &str) -> Vec<Record> {
    let text = text.trim_start_matches('\u{feff}');
    let best = ['\t', ';', ',']
        .into_iter()
        .rev()
        .max_by_key(|separator| alike(&split(text, *separator, 20)));
    split(text, best.unwrap_or(','), usize::MAX)
}

/// How many records have as many cells as most, where that is more than one; and how many cells.
fn alike(records: &[Record]) -> (usize, usize) {
    let counts = records.iter().map(|(_, cells)| cells.len());
    let several = counts.clone().filter(|count| *count > 1);
    several
        .map(|count| {
            (
                counts.clone().filter(|other| *other == count).count(),
                count,
            )
        })
        .max()
        .unwrap_or_default()
}

fn split(text: &str, separator: char, most: usize) -> Vec<Record> {
    let mut records = Vec::new();
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let (mut line, mut begun, mut quoted) = (1, 1, false);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        line += usize::from(char == '\n');
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.trim().is_empty() => quoted = !quoted,
            _ if quoted => cell.push(char),
            '\n' => {
                end(&mut records, &mut cells, &mut cell, begun);
                begun = line;
                if records.len() == most {
                    return records;
                }
            }
            _ if char == separator => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            '\r' => {}
            _ => cell.push(char),
        }
    }
    end(&mut records, &mut cells, &mut cell, begun);
    records
}

fn end(records: &mut Vec<Record>, cells: &mut Vec<String>, cell: &mut String, line: usize) {
    cells.push(std::mem::take(cell).trim().to_owned());
    let cells = std::mem::take(cells);
    if cells.iter().any(|cell| !cell.is_empty()) {
        records.push((line, cells));
    }
}
