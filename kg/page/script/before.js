// vis-network brings a style sheet for controls that this page does not have. The page's policy would refuse it and
// say so in the console at each opening; so while the library loads, its style elements are inert.
{
  const create = document.createElement;
  document.createElement = function (name, ...more) {
    return create.call(this, name === 'style' ? 'template' : name, ...more);
  };
  document.addEventListener('DOMContentLoaded', () => { delete document.createElement; }, { once: true });
}
