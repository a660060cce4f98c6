package forms

import (
	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// allLayers is the choice of every layer, one after the other.
const allLayers = "*"

// restartFields ask which layer of an environment restarts: the platform restarts
// one at a time.
func restartFields(f *form) []*field {
	layer, choice := selectField(f, "layer", "forms.layer", []kit.Option{{Key: allLayers, Title: text.T("forms.layer.all")}},
		func(c *model.Change, key string) {
			c.Layer = key
			if key == allLayers && len(f.facts.layers) > 0 {
				c.Layer = f.facts.layers[0]
			}
		}, func(key string) string {
			if key == allLayers && len(f.facts.layers) == 0 {
				return text.T("forms.layer.unread")
			}
			return ""
		})
	f.layerChoice = choice
	return append([]*field{layer}, optionalReason(f)...)
}

// layersKnown shows the layers there are.
func layersKnown(f *form) {
	options := []kit.Option{{Key: allLayers, Title: text.T("forms.layer.all")}}
	for _, layer := range f.facts.layers {
		options = append(options, kit.Option{Key: layer, Title: text.Visible(layer)})
	}
	f.layerChoice.SetOptions(options)
}

// otherLayers restart after the first one, each when the one before is confirmed.
func otherLayers(f *form, op model.Operation) (more []model.Operation) {
	if f.layerChoice.Selected() != allLayers {
		return nil
	}
	for _, layer := range f.facts.layers[1:] {
		change := op.Change
		change.Layer = layer
		more = append(more, model.NewOperation(op.Kind, op.UID, change))
	}
	return more
}
