//! Learns the weights of the model of statements. See docs/accuracy.md.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic, reason = "a tool may stop on a surprise")]

use fairnote::note::model::Reader;
use std::collections::{BTreeMap, HashMap};
use std::fs;

const KINDS: [&str; 5] = ["fact", "opinion", "assessment", "decision", "other"];

#[derive(Clone)]
struct Stat { feats: Vec<u32>, edge: Vec<u32>, label: usize, text: String, neutral: bool }
struct Note { id: String, context: String, stats: Vec<Stat> }
struct Raw { id: String, context: String, note: String, gold: Vec<(usize, usize, usize)> }

fn label(kind: &str, source: &str) -> usize {
    let kind = KINDS.iter().position(|k| *k == kind).unwrap();
    if kind == 4 { 8 } else if source == "third_party" { kind + 4 } else { kind }
}
const fn kind_of(l: usize) -> usize { if l == 8 { 4 } else { l % 4 } }
const fn third(l: usize) -> bool { l >= 4 && l < 8 }

fn gold(path: &str) -> Vec<Raw> {
    fs::read_to_string(path).unwrap().lines().map(|line| {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let note = v["note"].as_str().unwrap().to_owned();
        let bytes: Vec<usize> = note.char_indices().map(|(at, _)| at).chain([note.len()]).collect();
        let gold = v["statements"].as_array().unwrap().iter().map(|s| {
            (bytes[s["start"].as_u64().unwrap() as usize], bytes[s["end"].as_u64().unwrap() as usize],
             label(s["kind"].as_str().unwrap(), s["source"].as_str().unwrap()))
        }).collect();
        Raw { id: v["id"].as_str().unwrap().to_owned(), context: v["context"].as_str().unwrap_or("").to_owned(), note, gold }
    }).collect()
}

fn markup(path: &std::path::Path) -> Vec<Raw> {
    let mut notes: Vec<Raw> = Vec::new();
    let mut blank = 0;
    for line in fs::read_to_string(path).unwrap().lines() {
        if let Some(head) = line.strip_prefix("=== ") {
            let (id, context) = head.split_once(" | ").unwrap_or((head, ""));
            notes.push(Raw { id: id.to_owned(), context: context.trim().to_owned(), note: String::new(), gold: Vec::new() });
            blank = 0;
            continue;
        }
        let Some(note) = notes.last_mut() else { continue };
        if line.trim().is_empty() { blank += 1; continue; }
        let (joined, rest) = match line.strip_prefix('+') { Some(rest) => (true, rest), None => (false, line) };
        let mut letters = rest.chars();
        let kind = match letters.next() { Some('F') => "fact", Some('O') => "opinion", Some('A') => "assessment", Some('D') => "decision", Some('X') => "other", _ => panic!("{}: {line}", path.display()) };
        let source = if letters.next() == Some('3') { "third_party" } else { "first_hand" };
        let mut body = letters.as_str().trim_start().to_owned();
        while let Some(open) = body.find("{{") {
            let bar = open + body[open..].find('|').unwrap();
            let close = bar + body[bar..].find("}}").unwrap();
            body = format!("{}{}{}", &body[..open], &body[bar + 1..close], &body[close + 2..]);
        }
        if !note.note.is_empty() { if joined { note.note.push(' ') } else { for _ in 0..=blank { note.note.push('\n') } } }
        blank = 0;
        let start = note.note.len();
        note.note.push_str(&body);
        note.gold.push((start, start + body.trim_end().len(), label(kind, source)));
    }
    notes
}

struct Data { volumes: BTreeMap<String, Vec<Note>>, ids: HashMap<u32, u32>, edges: HashMap<u32, u32>, source_only: std::collections::HashSet<u32> }

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let opt = |name: &str, default: f64| -> f64 {
        args.iter().find_map(|a| a.strip_prefix(&format!("{name}="))).map_or(default, |v| v.parse().unwrap())
    };
    let has = |name: &str| args.iter().any(|a| a == name);
    let reader = Reader::new(&fs::read_to_string("standards/england/model/classes.txt").unwrap(), &args.iter().find_map(|a| a.strip_prefix("groups=")).map_or(String::new(), |p| fs::read_to_string(p).unwrap()));
    let mut raws: BTreeMap<String, Vec<Raw>> = BTreeMap::new();
    for volume in ["dev", "dev-b", "dev-c"] { raws.insert(volume.to_owned(), gold(&format!("tests/gold/{volume}.jsonl"))); }
    if let Ok(folder) = fs::read_dir("training/notes") {
        let mut paths: Vec<_> = folder.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
        paths.sort();
        for path in paths {
            let writer = path.file_stem().unwrap().to_string_lossy().split('-').next().unwrap().to_owned();
            raws.entry(writer).or_default().extend(markup(&path));
        }
    }
    let (use_around, use_context, use_disc) = (!has("noaround"), has("context"), !has("nodisc"));
    let use_edge = !has("noedge");
    let mask = !has("nomask");
    let mut data = Data { volumes: BTreeMap::new(), ids: HashMap::new(), edges: HashMap::new(), source_only: Default::default() };
    for (volume, notes) in &raws {
        let mut missed = 0;
        let list = notes.iter().map(|raw| {
            let samples = reader.samples(&raw.context, &raw.note);
            let mut stats: Vec<Stat> = samples.into_iter().map(|s| {
                let best = raw.gold.iter().max_by_key(|(a, b, _)| s.span.end.min(*b).saturating_sub(s.span.start.max(*a))).unwrap();
                let mut feats: Vec<u32> = s.own;
                if use_around { feats.extend(s.around); }
                let only: Vec<u32> = s.discourse.into_iter().chain(if use_context { s.context } else { Vec::new() }).collect();
                if use_disc { feats.extend(&only); }
                let feats = feats.into_iter().map(|f| { let n = data.ids.len() as u32; *data.ids.entry(f).or_insert(n) }).collect();
                for f in only { if let Some(id) = data.ids.get(&f) { data.source_only.insert(*id); } }
                let edge = if use_edge { s.edge.into_iter().map(|f| { let n = data.edges.len() as u32; *data.edges.entry(f).or_insert(n) }).collect() } else { Vec::new() };
                Stat { feats, edge, label: best.2, text: raw.note[s.span].to_owned(), neutral: false }
            }).collect();
            missed += raw.gold.len().abs_diff(stats.len());
            for s in &mut stats { s.feats.sort_unstable(); s.feats.dedup(); }
            Note { id: raw.id.clone(), context: raw.context.clone(), stats }
        }).collect::<Vec<_>>();
        eprintln!("{volume}: {} notes, {} statements, {missed} off, {:.0} features each", list.len(), list.iter().map(|n: &Note| n.stats.len()).sum::<usize>(),
            list.iter().flat_map(|n| &n.stats).map(|s| s.feats.len()).sum::<usize>() as f64 / list.iter().map(|n| n.stats.len()).sum::<usize>() as f64);
        data.volumes.insert(volume.clone(), list);
    }
    let hyper = Hyper { epochs: opt("epochs", 24.0) as usize, rate: opt("rate", 0.01) as f32, l2: opt("l2", 0.1) as f32, crf: !has("local"),
        balance: opt("balance", 0.5) as f32, min: opt("min", 2.0) as u32, g0: opt("g0", 0.01) as f32, erate: opt("erate", 0.01) as f32, drop: opt("drop", 0.3), l1: opt("l1", 0.0) as f32 };
    let gold_volumes = ["dev", "dev-b", "dev-c"];
    let extras: Vec<&String> = data.volumes.keys().filter(|v| !gold_volumes.contains(&v.as_str())).collect();
    let (mut sum_k, mut sum_s) = (0.0, 0.0);
    let mut folds = 0.0;
    let targets: Vec<String> = if has("extra-cv") { extras.iter().map(|s| s.to_string()).collect() } else { gold_volumes.iter().map(|s| s.to_string()).collect() };
    for held in &targets {
        let train: Vec<&Note> = data.volumes.iter()
            .filter(|(v, _)| *v != held && (!has("noextra") || gold_volumes.contains(&v.as_str())) && (!has("onlyextra") || extras.contains(v)))
            .flat_map(|(_, n)| n).collect();
        let only = if mask { data.source_only.clone() } else { Default::default() };
        let test: Vec<&Note> = data.volumes[held].iter().collect();
        let base = data.ids.len();
        let (model, test) = if has("stack") {
            let mut staged: Vec<Note> = Vec::new();
            for fold in 0..5 {
                let part: Vec<&Note> = train.iter().enumerate().filter(|(i, _)| i % 5 != fold).map(|(_, n)| *n).collect();
                let m = learn(&part, base, &hyper, &only);
                for (_, n) in train.iter().enumerate().filter(|(i, _)| i % 5 == fold) { staged.push(m.stage(n, base)); }
            }
            let m = learn(&train, base, &hyper, &only);
            let refs: Vec<&Note> = staged.iter().collect();
            let m2 = learn(&refs, base + 4000, &hyper, &only);
            (m2, test.iter().map(|n| m.stage(n, base)).collect::<Vec<Note>>())
        } else { (learn(&train, base, &hyper, &only), test.iter().map(|n| Note { id: n.id.clone(), context: n.context.clone(), stats: n.stats.iter().map(|s| s.clone()).collect() }).collect()) };
        let test = &test;
        let mut score = Score::default();
        let mut errors = Vec::new();
        let mut by: BTreeMap<String, [u32; 4]> = BTreeMap::new();
        for note in test.iter() {
            let labels = if has("mbr") { model.posterior(note, opt("tbias", 0.0) as f32) } else { model.decode(note) };
            for (stat, l) in note.stats.iter().zip(labels) {
                score.add(stat.label, l); if has("bycontext") && stat.label != 8 && l != 8 { let c = by.entry(note.context.split(',').next().unwrap_or("").split(' ').take(3).collect::<Vec<_>>().join(" ")).or_insert([0u32; 4]); c[usize::from(third(stat.label)) * 2 + usize::from(third(l))] += 1; }
                if stat.label != l { errors.push((&note.id, &stat.text, stat.label, l)); }
            }
        }
        let (k, s) = score.macros();
        println!("{held:6} kind {k:.3} source {s:.3}   {}", score.detail());
        { let mut v: Vec<_> = by.into_iter().collect(); v.sort_by_key(|(_, c)| std::cmp::Reverse(c[1] + c[2])); for (k, c) in v.iter().take(25) { println!("   {k}: 1as1 {} 1as3 {} 3as1 {} 3as3 {}", c[0], c[1], c[2], c[3]); } }
        if has("errors") { for (id, text, g, p) in errors { println!("{id} gold {}{} said {}{} | {text}", KINDS[kind_of(g)], if third(g) {3} else {1}, KINDS[kind_of(p)], if third(p) {3} else {1}); } }
        sum_k += k; sum_s += s; folds += 1.0;
    }
    println!("mean   kind {:.3} source {:.3}", sum_k / folds, sum_s / folds);
}

struct Hyper { epochs: usize, rate: f32, l2: f32, l1: f32, crf: bool, balance: f32, min: u32, g0: f32, erate: f32, drop: f64 }
const W: usize = 6;
struct Model { w: Vec<[f32; W]>, trans: [[f32; 9]; 10], joint: [f32; 9], edge: Vec<[f32; 9]> }

impl Model {
    fn unary(&self, stat: &Stat) -> [f32; 9] {
        let mut a = [0.0; W];
        for f in &stat.feats { let w = &self.w[*f as usize]; for k in 0..W { a[k] += w[k]; } }
        expand(&a, &self.joint)
    }
    fn edges(&self, stat: &Stat) -> [f32; 9] {
        let mut e = [0.0; 9];
        for f in &stat.edge { for k in 0..9 { e[k] += self.edge[*f as usize][k]; } }
        e
    }
    fn posterior(&self, note: &Note, bias: f32) -> Vec<usize> {
        let u: Vec<[f32; 9]> = note.stats.iter().map(|s| self.unary(s)).collect();
        let es: Vec<[f32; 9]> = note.stats.iter().map(|s| self.edges(s)).collect();
        let n = u.len();
        if n == 0 { return Vec::new(); }
        let mut f = vec![[0.0f32; 9]; n]; let mut b = vec![[0.0f32; 9]; n];
        for l in 0..9 { f[0][l] = self.trans[9][l] + u[0][l]; }
        for i in 1..n { for l in 0..9 { let x: [f32; 9] = std::array::from_fn(|q| f[i - 1][q] + self.trans[q][l] + es[i][src(q) * 3 + src(l)]); f[i][l] = u[i][l] + logsum(&x); } }
        for i in (0..n - 1).rev() { for l in 0..9 { let x: [f32; 9] = std::array::from_fn(|q| b[i + 1][q] + u[i + 1][q] + self.trans[l][q] + es[i + 1][src(l) * 3 + src(q)]); b[i][l] = logsum(&x); } }
        let z = logsum(&f[n - 1]);
        (0..n).map(|i| {
            let p: [f32; 9] = std::array::from_fn(|l| (f[i][l] + b[i][l] - z).exp());
            let k: [f32; 5] = std::array::from_fn(|k| if k == 4 { p[8] } else { p[k] + p[k + 4] });
            let kind = (0..5).fold(0, |x, y| if k[y] > k[x] { y } else { x });
            if kind == 4 { return 8; }
            let (one, three): (f32, f32) = ((0..4).map(|l| p[l]).sum(), (4..8).map(|l| p[l]).sum());
            if three.ln() - one.ln() + bias > 0.0 { kind + 4 } else { kind }
        }).collect()
    }
    fn stage(&self, note: &Note, base: usize) -> Note {
        let raw: Vec<[f32; W]> = note.stats.iter().map(|s| { let mut a = [0.0; W]; for f in &s.feats { let w = &self.w[*f as usize]; for k in 0..W { a[k] += w[k]; } } a }).collect();
        let kinds: Vec<usize> = raw.iter().map(|a| (0..5).fold(0, |x, y| if a[y] + if y < 4 { self.joint[y] } else { self.joint[8] } > a[x] + if x < 4 { self.joint[x] } else { self.joint[8] } { y } else { x })).collect();
        let t: Vec<f32> = raw.iter().zip(&kinds).map(|(a, k)| if *k == 4 { f32::NAN } else { (a[5] + self.joint[k + 4] - self.joint[*k]).clamp(-3.0, 3.0) }).collect();
        let stats = note.stats.iter().enumerate().map(|(i, s)| {
            let mut feats = s.feats.clone();
            let mean = |from: usize, to: usize| { let v: Vec<f32> = (from..to).filter(|j| *j != i).filter_map(|j| t.get(j).copied()).filter(|x| !x.is_nan()).collect(); if v.is_empty() { 15 } else { ((v.iter().sum::<f32>() / v.len() as f32 + 3.0) * 2.0).round() as usize } };
            let bucket = |j: Option<usize>| match j.and_then(|j| t.get(j)) { None => 14, Some(x) if x.is_nan() => 13, Some(x) => ((x + 3.0) * 2.0).round() as usize };
            let kind = |j: Option<usize>| j.and_then(|j| kinds.get(j)).map_or(5, |k| *k);
            let n = t.len();
            let codes = [mean(i.saturating_sub(8), (i + 9).min(n)), mean(i.saturating_sub(8), i), mean(i, (i + 9).min(n)), mean(i.saturating_sub(3), (i + 4).min(n)),
                bucket(i.checked_sub(1)), bucket(Some(i + 1)), bucket(Some(i)), kind(i.checked_sub(1)) * 6 + kind(Some(i + 1)), kind(i.checked_sub(1)) * 6 + kind(Some(i)), kind(Some(i)) * 6 + kind(Some(i + 1))];
            for (c, code) in codes.iter().enumerate() { feats.push((base + c * 40 + code) as u32); }
            feats.push((base + 400 + codes[0] * 16 + codes[6]) as u32);
            feats.push((base + 800 + codes[3] * 16 + codes[6]) as u32);
            feats.push((base + 1200 + codes[1] * 16 + codes[6]) as u32);
            Stat { feats, ..s.clone() }
        }).collect();
        Note { id: note.id.clone(), context: note.context.clone(), stats }
    }
    fn decode(&self, note: &Note) -> Vec<usize> {
        let u: Vec<[f32; 9]> = note.stats.iter().map(|s| self.unary(s)).collect();
        // Max marginals are the Viterbi path.
        let mut best: Vec<[f32; 9]> = Vec::new();
        let mut from: Vec<[usize; 9]> = Vec::new();
        for (i, u) in u.iter().enumerate() {
            let mut b = [0.0; 9]; let mut f = [0; 9];
            let e = self.edges(&note.stats[i]);
            for l in 0..9 {
                if i == 0 { b[l] = self.trans[9][l] + u[l]; continue; }
                let (p, v) = (0..9).map(|p| (p, best[i - 1][p] + self.trans[p][l] + e[src(p) * 3 + src(l)])).fold((0, f32::MIN), |x, y| if y.1 > x.1 { y } else { x });
                b[l] = v + u[l]; f[l] = p;
            }
            best.push(b); from.push(f);
        }
        let mut out = vec![0; u.len()];
        let Some(last) = best.last() else { return out };
        let mut l = (0..9).fold(0, |x, y| if last[y] > last[x] { y } else { x });
        for i in (0..u.len()).rev() { out[i] = l; l = from[i][l]; }
        out
    }
}

const fn src(l: usize) -> usize { if l == 8 { 2 } else { l / 4 } }

fn expand(a: &[f32; W], joint: &[f32; 9]) -> [f32; 9] {
    let mut u = *joint;
    for (l, u) in u.iter_mut().enumerate() { *u += a[kind_of(l)] + if third(l) { a[5] } else { 0.0 }; }
    u
}

fn logsum(x: &[f32]) -> f32 { let m = x.iter().copied().fold(f32::MIN, f32::max); m + x.iter().map(|v| (v - m).exp()).sum::<f32>().ln() }

fn learn(train: &[&Note], features: usize, hyper: &Hyper, only: &std::collections::HashSet<u32>) -> Model {
    let from: Vec<usize> = (0..features as u32).map(|f| if only.contains(&f) { 5 } else { 0 }).collect();
    let mut counts = vec![0u32; features];
    let mut freq = [0.0f32; 9];
    for s in train.iter().flat_map(|n| &n.stats) { for f in &s.feats { counts[*f as usize] += 1; } freq[s.label] += 1.0; }
    let total: f32 = freq.iter().sum();
    // Rare classes weigh more.
    let weight: Vec<f32> = freq.iter().map(|f| (total / 9.0 / f.max(1.0)).powf(hyper.balance)).collect();
    let keep: Vec<bool> = counts.iter().map(|c| *c >= hyper.min).collect();
    let mut model = Model { w: vec![[0.0; W]; features], trans: [[0.0; 9]; 10], joint: [0.0; 9], edge: vec![[0.0; 9]; 60000] };
    let mut e2 = vec![[hyper.g0; 9]; 60000];
    let mut sum_e = vec![[0.0f32; 9]; 60000];
    let mut g2 = vec![[hyper.g0; W]; features];
    let mut t2 = [[1e-2f32; 9]; 10];
    let mut j2 = [1e-2f32; 9];
    let mut sum = vec![[0.0f32; W]; features];
    let mut sums = ([[0.0f32; 9]; 10], [0.0f32; 9]);
    let mut averaged = 0.0;
    let mut order: Vec<usize> = (0..train.len()).collect();
    let mut seed = 88172645463325252u64;
    for epoch in 0..hyper.epochs {
        for i in (1..order.len()).rev() { seed ^= seed << 13; seed ^= seed >> 7; seed ^= seed << 17; order.swap(i, (seed % (i as u64 + 1)) as usize); }
        for at in &order {
            let note = train[*at];
            let n = note.stats.len();
            if n == 0 { continue; }
            let lives: Vec<Vec<u32>> = note.stats.iter().map(|s| s.feats.iter().copied().filter(|_| { seed ^= seed << 13; seed ^= seed >> 7; seed ^= seed << 17; (seed >> 11) as f64 / (1u64 << 53) as f64 >= hyper.drop }).collect()).collect();
            let scale = 1.0 / (1.0 - hyper.drop as f32);
            let acc: Vec<[f32; W]> = lives.iter().map(|s| {
                let mut a = [0.0; W];
                for f in s { if keep[*f as usize] { let w = &model.w[*f as usize]; for k in 0..W { a[k] += w[k] * scale; } } }
                a
            }).collect();
            let u: Vec<[f32; 9]> = acc.iter().map(|a| expand(a, &model.joint)).collect();
            let mut p = vec![[0.0f32; 9]; n];
            let es: Vec<[f32; 9]> = note.stats.iter().map(|s| model.edges(s)).collect();
            let mut ge = vec![[0.0f32; 9]; n];
            let mut gt = [[0.0f32; 9]; 10];
            if hyper.crf {
                let mut f = vec![[0.0f32; 9]; n]; let mut b = vec![[0.0f32; 9]; n];
                for l in 0..9 { f[0][l] = model.trans[9][l] + u[0][l]; }
                for i in 1..n { for l in 0..9 { let x: [f32; 9] = std::array::from_fn(|q| f[i - 1][q] + model.trans[q][l] + es[i][src(q) * 3 + src(l)]); f[i][l] = u[i][l] + logsum(&x); } }
                for i in (0..n - 1).rev() { for l in 0..9 { let x: [f32; 9] = std::array::from_fn(|q| b[i + 1][q] + u[i + 1][q] + model.trans[l][q] + es[i + 1][src(l) * 3 + src(q)]); b[i][l] = logsum(&x); } }
                let z = logsum(&f[n - 1]);
                for i in 0..n { for l in 0..9 { p[i][l] = (f[i][l] + b[i][l] - z).exp(); } }
                for l in 0..9 { gt[9][l] = p[0][l] - if note.stats[0].label == l { 1.0 } else { 0.0 }; }
                for i in 1..n { for q in 0..9 { for l in 0..9 { let x = (f[i - 1][q] + model.trans[q][l] + es[i][src(q) * 3 + src(l)] + u[i][l] + b[i][l] - z).exp(); gt[q][l] += x; ge[i][src(q) * 3 + src(l)] += x; } } ge[i][src(note.stats[i - 1].label) * 3 + src(note.stats[i].label)] -= 1.0; gt[note.stats[i - 1].label][note.stats[i].label] -= 1.0; }
                for q in 0..10 { for l in 0..9 { let g = gt[q][l] + 0.01 * model.trans[q][l]; t2[q][l] += g * g; model.trans[q][l] -= hyper.rate * g / t2[q][l].sqrt(); } }
                for i in 1..n { for f in &note.stats[i].edge { let f = *f as usize; for k in 0..9 { let d = ge[i][k] + hyper.l2 * model.edge[f][k]; e2[f][k] += d * d; model.edge[f][k] -= hyper.erate * d / e2[f][k].sqrt(); } } }
            } else {
                for i in 0..n { let z = logsum(&u[i]); for l in 0..9 { p[i][l] = (u[i][l] - z).exp(); } }
            }
            for i in 0..n {
                let gold = note.stats[i].label;
                let c = weight[gold];
                let mut g9 = p[i]; g9[gold] -= 1.0;
                let mut g = [0.0f32; W];
                for l in 0..9 { g[kind_of(l)] += c * g9[l]; if third(l) { g[5] += c * g9[l]; } }
                for l in 0..9 { let g = c * g9[l]; j2[l] += g * g; model.joint[l] -= hyper.rate * g / j2[l].sqrt(); }
                for f in &lives[i] {
                    let f = *f as usize;
                    if !keep[f] { continue; }
                    let (w, s) = (&mut model.w[f], &mut g2[f]);
                    for k in from[f]..W { let d = g[k] + hyper.l2 * w[k]; s[k] += d * d; let step = hyper.rate / s[k].sqrt(); w[k] -= step * d;
                        if hyper.l1 > 0.0 { w[k] = w[k].signum() * (w[k].abs() - step * hyper.l1).max(0.0); } }
                }
            }
        }
        if epoch * 3 >= hyper.epochs {
            averaged += 1.0;
            for (s, w) in sum_e.iter_mut().zip(&model.edge) { for k in 0..9 { s[k] += w[k]; } }
            for (s, w) in sum.iter_mut().zip(&model.w) { for k in 0..W { s[k] += w[k]; } }
            for q in 0..10 { for l in 0..9 { sums.0[q][l] += model.trans[q][l]; } }
            for l in 0..9 { sums.1[l] += model.joint[l]; }
        }
    }
    for (w, s) in model.edge.iter_mut().zip(&sum_e) { for k in 0..9 { w[k] = s[k] / averaged; } }
    for (w, s) in model.w.iter_mut().zip(&sum) { for k in 0..W { w[k] = s[k] / averaged; } }
    for q in 0..10 { for l in 0..9 { model.trans[q][l] = sums.0[q][l] / averaged; } }
    for l in 0..9 { model.joint[l] = sums.1[l] / averaged; }
    model
}

#[derive(Default)]
struct Score { kinds: [[u32; 5]; 5], sources: [[u32; 2]; 2] }
impl Score {
    fn add(&mut self, gold: usize, said: usize) {
        self.kinds[kind_of(gold)][kind_of(said)] += 1;
        if gold != 8 { self.sources[usize::from(third(gold))][usize::from(third(said))] += 1; }
    }
    fn f1<const N: usize>(m: &[[u32; N]; N], k: usize) -> f64 {
        let right = f64::from(m[k][k]); let gold: u32 = m[k].iter().sum(); let said: u32 = m.iter().map(|r| r[k]).sum();
        2.0 * right / f64::from((gold + said).max(1))
    }
    fn macros(&self) -> (f64, f64) {
        ((0..5).map(|k| Self::f1(&self.kinds, k)).sum::<f64>() / 5.0, (0..2).map(|k| Self::f1(&self.sources, k)).sum::<f64>() / 2.0)
    }
    fn detail(&self) -> String {
        (0..5).map(|k| format!("{} {:.3}", &KINDS[k][..4], Self::f1(&self.kinds, k))).chain((0..2).map(|k| format!("src{} {:.3}", 1 + 2 * k, Self::f1(&self.sources, k)))).collect::<Vec<_>>().join("  ")
    }
}
