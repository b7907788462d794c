//! The pages, drawn.

use super::Material;
use super::pages::{kind_page, rule_page};
use minijinja::{Environment, Value, context};

/// What the pages look like and how they link to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As files of a folder, that open from a disk.
    Files,
    /// As pages of the portal, under `/standards`.
    Portal,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its path below the reference's root, without an ending; blank for the first.
    pub path: String,
    /// Its HTML.
    pub html: String,
}

/// Draws the reference.
#[derive(Debug)]
pub struct Site {
    material: Material,
    style: Style,
    templates: Environment<'static>,
}

const TEMPLATES: &[(&str, &str)] = &[
    ("plain.html", include_str!("../../www/templates/reference/plain.html")),
    ("layout.html", include_str!("../../www/templates/layout.html")),
    ("index.html", include_str!("../../www/templates/reference/index.html")),
    ("authority.html", include_str!("../../www/templates/reference/authority.html")),
    ("kind.html", include_str!("../../www/templates/reference/kind.html")),
    ("rule.html", include_str!("../../www/templates/reference/rule.html")),
];

impl Site {
    /// Makes ready to draw.
    ///
    /// # Errors
    /// A template has a mistake: the program was built with it.
    pub fn new(material: Material, style: Style) -> Result<Site, String> {
        let mut templates = Environment::new();
        templates.set_trim_blocks(true);
        templates.set_lstrip_blocks(true);
        templates.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
        for (name, source) in TEMPLATES {
            templates.add_template(name, source).map_err(|error| format!("{name}: {error:#}"))?;
        }
        Ok(Site { material, style, templates })
    }

    /// The paths of every page.
    pub fn paths(&self) -> Vec<String> {
        let Material { coverage, .. } = &self.material;
        std::iter::once(String::new())
            .chain(coverage.iter().map(|coverage| coverage.id.clone()))
            .chain(self.material.kinds().keys().map(|kind| kind_page(kind)))
            .chain(self.material.rule_ids().iter().map(|rule| rule_page(rule)))
            .collect()
    }

    /// Draws a page. `None` if there is none of this path.
    ///
    /// # Errors
    /// A template has a mistake.
    pub fn page(&self, path: &str) -> Option<Result<Page, String>> {
        let (template, title, page) = match path.split_once('/') {
            None if path.is_empty() => {
                ("index.html", "Recording standards".to_owned(), Value::from_serialize(self.material.index()))
            }
            None => {
                let shown = self.material.authority(path)?;
                ("authority.html", format!("{}: clause by clause", shown.title), Value::from_serialize(shown))
            }
            Some(("kinds", id)) => {
                let shown = self.material.kind(id)?;
                ("kind.html", shown.title.clone(), Value::from_serialize(shown))
            }
            Some(("rules", id)) => {
                let shown = self.material.rule(id)?;
                ("rule.html", shown.title.clone(), Value::from_serialize(shown))
            }
            Some(_) => return None,
        };
        let (layout, root, ending) = match self.style {
            Style::Portal => ("layout.html", "/standards/".to_owned(), ""),
            Style::Files => ("plain.html", "../".repeat(path.matches('/').count()), ".html"),
        };
        let home = if self.style == Style::Portal { "/standards".to_owned() } else { format!("{root}index.html") };
        let drawn = self
            .templates
            .get_template(template)
            .and_then(|template| template.render(context! { layout, title, root, ending, home, page }));
        let page = |html| Page { path: path.to_owned(), html };
        Some(drawn.map(page).map_err(|error| format!("{error:#}")))
    }
}
